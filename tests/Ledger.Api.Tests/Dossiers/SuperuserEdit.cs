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
        try
        {
            await edit.ExecuteAsync(
                $"""
                SET session_replication_role = replica;
                BEGIN;
                LOCK TABLE ledger.{table} IN EXCLUSIVE MODE;
                CREATE TEMP TABLE kept AS SELECT * FROM ledger.{table};
                {sql};
                CREATE TEMP TABLE added AS SELECT * FROM ledger.{table} EXCEPT SELECT * FROM kept;
                CREATE TEMP TABLE removed AS SELECT * FROM kept EXCEPT SELECT * FROM ledger.{table};
                CREATE TEMP VIEW touched AS SELECT * FROM added UNION ALL SELECT * FROM removed;
                COMMIT
                """);
            edit.IsAnEdit = (await edit.TouchedAsync("SELECT 'a row' FROM touched LIMIT 1")).Count > 0;
            return edit;
        }
        catch
        {
            await edit._connection.DisposeAsync(); // and with it, what was not committed
            throw;
        }
    }

    /// <summary>What a query says, as texts, of the rows that were added or removed; they are in <c>touched</c>.</summary>
    public async Task<IReadOnlyCollection<string>> TouchedAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(Cancellation))
            if (!reader.IsDBNull(0)) texts.Add(reader.GetString(0));
        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync(
            $"""
            BEGIN;
            DELETE FROM ledger.{_table} t USING added WHERE t = added;
            INSERT INTO ledger.{_table} SELECT * FROM removed ON CONFLICT DO NOTHING;
            COMMIT;
            DROP TABLE kept, added, removed CASCADE;
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
