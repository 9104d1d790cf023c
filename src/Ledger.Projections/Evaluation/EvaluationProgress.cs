using Npgsql;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// How far the rules have looked, read and moved on one connection. A server that crashes ends that connection, and may have taken with it
/// what was committed since without waiting for the disk: progress that was read before cannot be moved after.
/// </summary>
public sealed class EvaluationProgress(NpgsqlConnection connection) : IAsyncDisposable
{
    public async Task<long> ReadAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT seq FROM evaluation_progress", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>False when another node moved it first.</summary>
    public async Task<bool> MoveAsync(long from, long to, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("UPDATE evaluation_progress SET seq = $2 WHERE seq = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
