using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Facts;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Which part of what was recorded a reader looks at.</summary>
/// <param name="UpTo">No event with a higher sequence.</param>
/// <param name="KnownAt">Only what was recorded by then.</param>
/// <param name="HappenedBy">Only what had begun by then.</param>
public readonly record struct Horizon(long UpTo, Instant? KnownAt = null, Instant? HappenedBy = null)
{
    /// <summary>Everything that is recorded.</summary>
    public static Horizon Now => new(long.MaxValue);

    /// <summary>What was read of it so far, to be asked first; null where each read is for itself.</summary>
    internal FactMemory? Memory { get; init; }

    public bool IsPast => KnownAt is not null || HappenedBy is not null;

    internal NpgsqlParameter KnownAtParameter() => new()
    {
        Value = KnownAt is { } known ? known.ToDateTimeUtc() : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz,
    };

    internal bool Admits(Fact fact) =>
        (KnownAt is not { } known || fact.RecordedAt <= known) && (HappenedBy is not { } by || fact.Interval.Start <= by);
}

/// <summary>Reads streams as facts. Events that came from no custody event (findings, calendar) are not facts.</summary>
public sealed class FactReader(NpgsqlDataSource source)
{
    /// <summary>The facts of each stream, in order of version; streams without any are absent.</summary>
    public async Task<Dictionary<string, List<Fact>>> ReadStreamsAsync(
        IReadOnlyCollection<string> streams, Horizon horizon, CancellationToken cancellation)
    {
        var facts = new Dictionary<string, List<Fact>>(streams.Count, StringComparer.Ordinal);
        if (horizon.Memory is not { } memory)
        {
            await ReadStreamsAsync(streams, horizon, facts, cancellation);
            return facts;
        }

        var unknown = new List<string>();
        foreach (var stream in streams)
        {
            if (!memory.Streams.TryGet(stream, out var known)) unknown.Add(stream);
            else if (known.Count > 0) facts[stream] = known;
        }

        await ReadStreamsAsync(unknown, horizon, facts, cancellation);
        foreach (var stream in unknown) memory.Streams.Keep(stream, facts.GetValueOrDefault(stream, []));
        return facts;
    }

    private async Task ReadStreamsAsync(
        IReadOnlyCollection<string> streams, Horizon horizon, Dictionary<string, List<Fact>> facts, CancellationToken cancellation)
    {
        if (streams.Count == 0) return;
        // + 0: while the planner knows little of the table it reads the whole index on seq beside the streams'.
        await using var command = source.CreateCommand(
            """
            SELECT seq, stream, version, type, recorded_at, bytes FROM event
            WHERE stream = ANY($1) AND seq + 0 <= $2 ORDER BY stream, version
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var fact = Read(reader);
            if (fact is null || !horizon.Admits(fact)) continue;
            if (!facts.TryGetValue(fact.Stream.Value, out var list)) facts[fact.Stream.Value] = list = [];
            list.Add(fact);
        }
    }

    /// <summary>The names of the streams that begin so.</summary>
    public async Task<IReadOnlyList<string>> StreamsBelowAsync(string prefix, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT stream FROM head WHERE stream >= $1 AND stream < $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix + '\x7f' }); // names are visible ASCII
        var streams = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) streams.Add(reader.GetString(0));
        return streams;
    }

    /// <summary>The facts at those places of the ledger, in their order.</summary>
    /// <param name="horizon">The places are not beyond it.</param>
    public async Task<List<Fact>> ReadSequencesAsync(
        IReadOnlyCollection<long> sequences, Horizon horizon, CancellationToken cancellation)
    {
        if (horizon.Memory is not { } memory) return await ReadSequencesAsync(sequences, cancellation);
        var (facts, unknown) = (new List<Fact>(sequences.Count), new List<long>());
        foreach (var sequence in sequences)
        {
            if (memory.Places.TryGet(sequence, out var known)) facts.Add(known);
            else unknown.Add(sequence);
        }

        if (unknown.Count == 0) return [.. facts.OrderBy(fact => fact.Sequence)];
        var read = await ReadSequencesAsync(unknown, cancellation);
        foreach (var fact in read) memory.Places.Keep(fact.Sequence, fact);
        return [.. facts.Concat(read).OrderBy(fact => fact.Sequence)];
    }

    private async Task<List<Fact>> ReadSequencesAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT seq, stream, version, type, recorded_at, bytes FROM event WHERE seq = ANY($1) ORDER BY seq");
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. sequences] });
        var facts = new List<Fact>(sequences.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            if (Read(reader) is { } fact) facts.Add(fact);
        return facts;
    }

    /// <summary>All facts of one custody event.</summary>
    public async Task<List<Fact>> ReadCustodyAsync(CustodyEventId id, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT first_seq, event_count FROM custody_event WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Value });
        var sequences = new List<long>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                for (var i = 0; i < reader.GetInt32(1); i++) sequences.Add(reader.GetInt64(0) + i);
        return [.. (await ReadSequencesAsync(sequences, cancellation))
            .Where(fact => fact.Sequence <= horizon.UpTo && horizon.Admits(fact))];
    }

    /// <summary>The streams the custody events went to, and the other subjects they belong to; absent where an id is not there.</summary>
    public async Task<IReadOnlyList<string>> SubjectsOfAsync(IReadOnlyCollection<Guid> custody, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            WITH asked AS (SELECT first_seq, first_seq + event_count AS next_seq FROM custody_event WHERE id = ANY($1))
            SELECT e.stream FROM asked JOIN event e ON e.seq >= first_seq AND e.seq < next_seq
            UNION SELECT k.subject FROM asked JOIN fact_key k ON k.seq >= first_seq AND k.seq < next_seq
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. custody] });
        var streams = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) streams.Add(reader.GetString(0));
        return streams;
    }

    /// <summary>The custody event a stored event came from.</summary>
    public static Guid CustodyOf(StoredEvent stored) =>
        Leaf.Parse(stored.Bytes).ReadHeaders().CustodyEvent!.Value.Value;

    /// <summary>The fact a stored event is, or null when it came from no custody event.</summary>
    public static Fact? Read(StoredEvent stored) =>
        Read(stored.Sequence, stored.Stream, stored.Version, stored.Type, stored.RecordedAt, stored.Bytes);

    // Columns: seq, stream, version, type, recorded_at, bytes.
    private static Fact? Read(NpgsqlDataReader reader) => Read(
        reader.GetInt64(0), new(reader.GetString(1)), reader.GetInt32(2), reader.GetString(3),
        Instant.FromDateTimeUtc(reader.GetDateTime(4)), reader.GetFieldValue<byte[]>(5));

    private static Fact? Read(
        long sequence, StreamName stream, int version, string type, Instant recordedAt, ReadOnlyMemory<byte> bytes)
    {
        if (!EventTypes.IsFromCustody(type)) return null;
        var leaf = Leaf.Parse(bytes);
        var headers = leaf.ReadHeaders();
        return new(sequence, recordedAt, stream, version, type, (CustodyLedgerEvent)leaf.ReadEvent(), headers);
    }
}
