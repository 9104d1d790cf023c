using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>Reads what is sealed. Who may see it is for the caller to know.</summary>
public sealed class SealedReader(NpgsqlDataSource source)
{
    /// <summary>Salts and canonical JSON of what those events commit to, by event and kind; without what was erased.</summary>
    /// <param name="kind">Null for every kind.</param>
    public async Task<IReadOnlyList<SealedBody>> ReadAsync(
        IReadOnlyCollection<Guid> events, string? kind, CancellationToken cancellation)
    {
        var bodies = new List<SealedBody>(events.Count);
        if (events.Count == 0) return bodies;
        await using var command = source.CreateCommand(
            """
            SELECT event_id, kind, salt, body FROM sealed
            WHERE event_id = ANY($1) AND ($2::text IS NULL OR kind = $2) ORDER BY event_id, kind
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. events] });
        command.Parameters.Add(new() { Value = kind ?? (object)DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            bodies.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<byte[]>(3)));
        return bodies;
    }

    /// <summary>One of them; null where there is none, or it was erased.</summary>
    public async Task<SealedBody?> FindAsync(Guid eventId, string kind, CancellationToken cancellation) =>
        (await ReadAsync([eventId], kind, cancellation)).SingleOrDefault();
}
