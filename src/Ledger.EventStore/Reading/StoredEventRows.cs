using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>Rows of the table of events.</summary>
public static class StoredEventRows
{
    /// <summary>What to select from <c>event e</c>.</summary>
    public const string Columns = "e.seq, e.id, e.stream, e.version, e.type, e.recorded_at, e.bytes, e.leaf_hash";

    /// <summary>All events of a command that selects <see cref="Columns"/>.</summary>
    public static async Task<List<StoredEvent>> ReadEventsAsync(this NpgsqlCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
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
