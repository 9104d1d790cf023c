using Npgsql;

namespace Ledger.EventStore;

/// <summary>Deletes salt and body of sealed parts. Nothing brings them back; that it was done is for the caller to record, first.</summary>
public sealed class SealedEraser(NpgsqlDataSource source)
{
    /// <summary>Deletes one part; where it is gone already, nothing happens.</summary>
    public async Task EraseAsync(Guid eventId, string kind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("DELETE FROM sealed WHERE event_id = $1 AND kind = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = eventId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
