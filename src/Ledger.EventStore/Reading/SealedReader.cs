using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>Reads what is sealed. Who may see it is for the caller to know.</summary>
public sealed class SealedReader(NpgsqlDataSource source)
{
    /// <summary>The canonical JSON of one sealed part; null where there is none, or it was erased.</summary>
    public async Task<byte[]?> FindAsync(Guid eventId, string kind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT body FROM sealed WHERE event_id = $1 AND kind = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = eventId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        return await command.ExecuteScalarAsync(cancellation) as byte[];
    }
}
