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
    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        if (_batch.BatchCommands.Count == 0) return;
        await _batch.ExecuteNonQueryAsync(cancellation);
        _batch.BatchCommands.Clear();
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
