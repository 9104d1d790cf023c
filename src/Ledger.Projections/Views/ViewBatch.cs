using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Statements of one transaction that nobody waits for one by one: they go to the database together.</summary>
internal sealed class ViewBatch(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch = new(connection);

    /// <summary>For what must be read or locked first.</summary>
    public NpgsqlConnection Connection => connection;

    public void Add(string sql, params IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        _batch.BatchCommands.Add(command);
    }

    /// <summary>Executes them in order, and begins anew.</summary>
    /// <returns>How many rows the first of them changed.</returns>
    public async Task<long> ExecuteAsync(CancellationToken cancellation)
    {
        if (_batch.BatchCommands.Count == 0) return 0;
        await _batch.ExecuteNonQueryAsync(cancellation);
        var changed = (long)_batch.BatchCommands[0].Rows;
        _batch.BatchCommands.Clear();
        return changed;
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
