using Npgsql;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>
/// What a superuser did to one table behind the service's back, past triggers. When disposed, exactly what was done is undone, whatever
/// the service wrote meanwhile, and whatever it put right.
/// </summary>
internal sealed class SuperuserEdit : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _table;

    private SuperuserEdit(NpgsqlConnection connection, string table) => (_connection, _table) = (connection, table);

    /// <summary>False where the statement left everything as it was.</summary>
    public bool IsAnEdit { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SuperuserEdit> MakeAsync(NpgsqlDataSource superuser, string table, string sql)
    {
        var edit = new SuperuserEdit(await superuser.OpenConnectionAsync(Cancellation), table);
        await edit.ExecuteAsync(
            $"""
            SET session_replication_role = replica;
            BEGIN;
            LOCK TABLE ledger.{table} IN EXCLUSIVE MODE;
            CREATE TEMP TABLE kept AS SELECT * FROM ledger.{table};
            {sql};
            CREATE TEMP TABLE added AS SELECT * FROM ledger.{table} EXCEPT SELECT * FROM kept;
            CREATE TEMP TABLE removed AS SELECT * FROM kept EXCEPT SELECT * FROM ledger.{table};
            COMMIT
            """);
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM added) OR EXISTS (SELECT FROM removed)", edit._connection);
        edit.IsAnEdit = (bool)(await command.ExecuteScalarAsync(Cancellation))!;
        return edit;
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync(
            $"""
            BEGIN;
            DELETE FROM ledger.{_table} t USING added WHERE t = added;
            INSERT INTO ledger.{_table} SELECT * FROM removed ON CONFLICT DO NOTHING;
            COMMIT;
            DROP TABLE kept, added, removed;
            RESET session_replication_role
            """);
        await _connection.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
