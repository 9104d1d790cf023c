using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Npgsql;

namespace Ledger.EventStore.Tests.PrivatePostgres;

public sealed class EmptyDatabase() : LedgerDatabase(DatabaseTemplate.Empty);

public sealed class TestDatabasesTests(EmptyDatabase fixture) : IClassFixture<EmptyDatabase>
{
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_template_is_migrated_once_and_every_copy_is_its_own()
    {
        _ = fixture.Database; // skips without a server
        var migrations = 0;
        var template = new DatabaseTemplate($"{Guid.NewGuid()}", async (owner, ct) =>
        {
            Interlocked.Increment(ref migrations);
            await AskAsync(owner, "CREATE TABLE note (text text)", ct);
            await AskAsync(owner, "GRANT ALL ON note TO ledger_app", ct);
        });

        var copies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestDatabases.CreateAsync(template, _ct)));
        await AskAsync(copies[0].ConnectionString(), "INSERT INTO note VALUES ('mine')", _ct);

        Assert.Equal(1, migrations);
        Assert.Equal("1", await AskAsync(copies[0].ConnectionString(), "SELECT count(*)::text FROM note", _ct));
        Assert.Equal("0", await AskAsync(copies[1].ConnectionString(), "SELECT count(*)::text FROM note", _ct));
        foreach (var copy in copies) await copy.DisposeAsync();
    }

    [Fact]
    public async Task A_migration_that_failed_leaves_no_template_behind()
    {
        _ = fixture.Database;
        var attempts = 0;
        var template = new DatabaseTemplate($"{Guid.NewGuid()}", async (owner, ct) =>
        {
            await AskAsync(owner, "CREATE TABLE note (text text)", ct);
            if (++attempts == 1) throw new InvalidOperationException("first attempt");
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => TestDatabases.CreateAsync(template, _ct));
        await using var copy = await TestDatabases.CreateAsync(template, _ct);

        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_dropped_database_is_gone_though_somebody_is_connected()
    {
        _ = fixture.Database;
        var doomed = await TestDatabases.CreateAsync(DatabaseTemplate.Empty, _ct);
        await using var lingering = new NpgsqlConnection(doomed.ConnectionString(ClusterRoles.Owner));
        await lingering.OpenAsync(_ct);

        await doomed.DisposeAsync();

        var sql = $"SELECT datname::text FROM pg_database WHERE datname = '{doomed.Name}'";
        Assert.Null(await AskAsync(fixture.Database.ConnectionString(), sql, _ct));
    }

    [Fact]
    public async Task The_sweep_deletes_clusters_of_dead_processes_only()
    {
        _ = fixture.Database;
        var mine = ThrowAwayCluster.NewFolder();
        var abandoned = mine.Replace($"-{Environment.ProcessId}-", $"-{int.MaxValue}-", StringComparison.Ordinal);
        foreach (var folder in new[] { mine, abandoned }) Directory.CreateDirectory(folder);

        await ThrowAwayCluster.SweepAsync(_ct);

        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(mine));
        Directory.Delete(mine);
    }

    private static async Task<string?> AskAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
