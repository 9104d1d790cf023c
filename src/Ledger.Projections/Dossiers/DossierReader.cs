using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.EventStore.Reading;
using Ledger.Rules.Dossiers;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Projections.Dossiers;

/// <summary>Reads what a dossier is made of: whole streams, and single events beside them.</summary>
public sealed class DossierReader(NpgsqlDataSource source)
{
    /// <summary>All events of those streams up to a sequence, at most so many.</summary>
    public async Task<IReadOnlyList<StoredEvent>> StreamsAsync(
        IReadOnlyCollection<string> streams, long upTo, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT {StoredEventRows.Columns} FROM event e
            WHERE e.stream = ANY($1) AND e.seq + 0 <= $2 ORDER BY e.stream, e.version LIMIT $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await command.ReadEventsAsync(cancellation);
    }

    /// <summary>The newest event of a stream; null where there is none.</summary>
    public async Task<StoredEvent?> NewestAsync(StreamName stream, long upTo, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"SELECT {StoredEventRows.Columns} FROM event e WHERE e.stream = $1 AND e.seq + 0 <= $2 ORDER BY e.version DESC LIMIT 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return (await command.ReadEventsAsync(cancellation)).SingleOrDefault();
    }

    /// <summary>What was corrected by putting one of these custody events in its place.</summary>
    public async Task<IReadOnlyList<CustodyEventId>> ReplacedByAsync(
        IReadOnlyCollection<CustodyEventId> replacements, long upTo, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT DISTINCT target FROM correction WHERE replacement = ANY($1) AND seq <= $2 ORDER BY target");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. replacements.Select(id => id.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        var targets = new List<CustodyEventId>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) targets.Add(new(reader.GetGuid(0)));
        return targets;
    }

    /// <summary>The first ledger event of each custody event: it tells who recorded it.</summary>
    public async Task<IReadOnlyList<StoredEvent>> FirstEventsAsync(
        IReadOnlyCollection<CustodyEventId> custody, long upTo, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT {StoredEventRows.Columns} FROM custody_event c JOIN event e ON e.seq = c.first_seq
            WHERE c.id = ANY($1) AND e.seq <= $2
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. custody.Select(id => id.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return await command.ReadEventsAsync(cancellation);
    }

    public static DossierEvent EventOf(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var leaf = Leaf.Parse(stored.Bytes);
        return new(
            stored.Sequence, stored.Id, stored.RecordedAt, stored.Stream, stored.Version, stored.Type, leaf.ReadEvent(),
            leaf.ReadHeaders());
    }
}
