using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>Reads what is sealed. Who may see it is for the caller to know.</summary>
public sealed class SealedReader(NpgsqlDataSource source)
{
    /// <summary>The canonical JSON of one kind of part, by the event that commits to it; absent where it was erased.</summary>
    public async Task<IReadOnlyDictionary<Guid, byte[]>> ReadAsync(
        IReadOnlyCollection<Guid> events, string kind, CancellationToken cancellation)
    {
        var bodies = new Dictionary<Guid, byte[]>(events.Count);
        if (events.Count == 0) return bodies;
        await using var command = source.CreateCommand("SELECT event_id, body FROM sealed WHERE event_id = ANY($1) AND kind = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. events] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) bodies[reader.GetGuid(0)] = reader.GetFieldValue<byte[]>(1);
        return bodies;
    }

    /// <summary>Salt and canonical JSON of one sealed part; null where there is none, or it was erased.</summary>
    public async Task<SealedBody?> FindAsync(Guid eventId, string kind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT salt, body FROM sealed WHERE event_id = $1 AND kind = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = eventId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new(eventId, kind, reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1)) : null;
    }
}
