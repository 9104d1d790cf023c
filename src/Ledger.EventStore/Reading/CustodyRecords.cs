using Ledger.Domain.Values;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>What a custody event became.</summary>
/// <param name="Organisation">Who posted it.</param>
/// <param name="ContentMac">Keyed hash of what was posted.</param>
/// <param name="Events">Its ledger events in the order of their ordinals.</param>
public sealed record CustodyRecord(
    CustodyEventId Id, PartyId Organisation, byte[] ContentMac, Instant RecordedAt, IReadOnlyList<CustodyLedgerReceipt> Events);

/// <summary>One ledger event of a custody event, with what proves it.</summary>
/// <param name="Bytes">The leaf: canonical JSON.</param>
public sealed record CustodyLedgerReceipt(
    long Sequence, StreamName Stream, int Version, string Type, byte[] LeafHash, ReadOnlyMemory<byte> Bytes);

/// <summary>Looks custody events and commands up by the id their client gave them.</summary>
public sealed class CustodyRecords(NpgsqlDataSource source)
{
    // The ledger events of one custody event have neighbouring sequences: they were appended together.
    private const string Query =
        """
        SELECT c.organisation, e.recorded_at, e.seq, e.stream, e.version, e.type, e.leaf_hash, c.content_mac, e.bytes
        FROM custody_event c JOIN event e ON e.seq >= c.first_seq AND e.seq < c.first_seq + c.event_count
        WHERE c.id = $1 ORDER BY e.seq
        """;

    /// <summary>The custody event with that id, whoever posted it; null when there is none.</summary>
    public async Task<CustodyRecord?> FindAsync(CustodyEventId id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        CustodyRecord? record = null;
        var events = new List<CustodyLedgerReceipt>();
        while (await reader.ReadAsync(cancellation))
        {
            record ??= new(
                id, new(reader.GetString(0)), reader.GetFieldValue<byte[]>(7), Instant.FromDateTimeUtc(reader.GetDateTime(1)), events);
            events.Add(new(
                reader.GetInt64(2), new(reader.GetString(3)), reader.GetInt32(4), reader.GetString(5), reader.GetFieldValue<byte[]>(6),
                reader.GetFieldValue<byte[]>(8)));
        }

        return record;
    }

    /// <summary>Those of the custody events that an organisation posted.</summary>
    public async Task<IReadOnlySet<CustodyEventId>> RecordedByAsync(
        PartyId organisation, IReadOnlyCollection<CustodyEventId> ids, CancellationToken cancellation)
    {
        var own = new HashSet<CustodyEventId>();
        await using var command = source.CreateCommand("SELECT id FROM custody_event WHERE id = ANY($1) AND organisation = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids.Select(id => id.Value)] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = organisation.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) own.Add(new(reader.GetGuid(0)));
        return own;
    }
}
