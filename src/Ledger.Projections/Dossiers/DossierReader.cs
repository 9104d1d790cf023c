using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Dossiers;
using Ledger.Transparency.Dossiers;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Dossiers;

/// <summary>Reads what a dossier is made of: whole streams, single events beside them, and sealed parts with their salts.</summary>
public sealed class DossierReader(NpgsqlDataSource source)
{
    private const string Columns = "e.seq, e.id, e.stream, e.version, e.type, e.recorded_at, e.bytes, e.leaf_hash";

    /// <summary>All events of those streams up to a sequence, at most so many.</summary>
    public async Task<IReadOnlyList<StoredEvent>> StreamsAsync(
        IReadOnlyCollection<string> streams, long upTo, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"SELECT {Columns} FROM event e WHERE e.stream = ANY($1) AND e.seq <= $2 ORDER BY e.stream, e.version LIMIT $3");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await ReadAsync(command, cancellation);
    }

    /// <summary>The newest event of a stream; null where there is none.</summary>
    public async Task<StoredEvent?> NewestAsync(StreamName stream, long upTo, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"SELECT {Columns} FROM event e WHERE e.stream = $1 AND e.seq <= $2 ORDER BY e.version DESC LIMIT 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return (await ReadAsync(command, cancellation)).SingleOrDefault();
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
            $"SELECT {Columns} FROM custody_event c JOIN event e ON e.seq = c.first_seq WHERE c.id = ANY($1) AND e.seq <= $2");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. custody.Select(id => id.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return await ReadAsync(command, cancellation);
    }

    /// <summary>Sealed parts that are not erased, by event and kind.</summary>
    public async Task<IReadOnlyList<SealedOpening>> SealedAsync(IReadOnlyCollection<Guid> events, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT event_id, kind, salt, body FROM sealed WHERE event_id = ANY($1) ORDER BY event_id, kind");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. events] });
        var openings = new List<SealedOpening>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            openings.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<byte[]>(3)));
        return openings;
    }

    public static DossierEvent EventOf(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var leaf = Leaf.Parse(stored.Bytes);
        return new(
            stored.Sequence, stored.Id, stored.RecordedAt, stored.Stream, stored.Version, stored.Type,
            EventTypes.Deserialize(stored.Type, leaf.Data.Span),
            JsonSerializer.Deserialize(leaf.Headers.Span, LedgerJson.Default.EventHeaders)!);
    }

    private static async Task<List<StoredEvent>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            events.Add(new(
                reader.GetInt64(0), reader.GetGuid(1), new(reader.GetString(2)), reader.GetInt32(3), reader.GetString(4),
                Instant.FromDateTimeUtc(reader.GetDateTime(5)), reader.GetFieldValue<byte[]>(6),
                new LeafHash(reader.GetFieldValue<byte[]>(7))));
        return events;
    }
}
