using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;

namespace Ledger.EventStore.Tests.Migrations;

public sealed class EmptyDatabase() : LedgerDatabase(DatabaseTemplate.Empty);

public sealed class MigratorTests(EmptyDatabase database) : IClassFixture<EmptyDatabase>
{
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    private readonly string _schema = $"l{Guid.NewGuid():N}";

    private static Migration Script(int number, string sql, string checksum = "1") => new(number, $"{number:0000}", sql, checksum);

    [Fact]
    public async Task Scripts_run_once_and_in_order()
    {
        Migration[] scripts = [Script(1, "CREATE TABLE a (x int)"), Script(2, "ALTER TABLE a ADD y int")];
        Assert.Equal(1, await MigrateAsync(scripts[..1]));
        Assert.Equal(1, await MigrateAsync(scripts));
        Assert.Equal(0, await MigrateAsync(scripts));
    }

    [Fact]
    public async Task A_script_that_changed_since_is_refused()
    {
        await MigrateAsync(Script(1, "CREATE TABLE a (x int)"));
        var refusal = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(Script(1, "CREATE TABLE b (x int)", "2")));
        Assert.Contains("0001 was changed after it was applied", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await MigrateAsync(Script(1, "CREATE TABLE a (x int)"), Script(2, "CREATE TABLE b (x int)"));
        var refusal = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(Script(1, "CREATE TABLE a (x int)")));
        Assert.Contains("applied by a newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => MigrateAsync(Script(1, "CREATE TABLE a (x int); SELECT 1 / 0")));
        Assert.Equal(1, await MigrateAsync(Script(1, "CREATE TABLE a (x int)")));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_migrate_once()
    {
        var scripts = Migrator.ScriptsOf(typeof(IEventStore).Assembly).ToArray();
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(scripts)));
        Assert.Equal([0, 0, 0, scripts.Length], applied.Order());
    }

    [Fact]
    public void Two_scripts_with_one_number_are_refused() =>
        Assert.Throws<InvalidOperationException>(
            () => Migrator.ScriptsOf(typeof(IEventStore).Assembly, typeof(IEventStore).Assembly));

    private Task<int> MigrateAsync(params Migration[] scripts) => Migrator.MigrateAsync(
        database.Database.ConnectionString(ClusterRoles.Owner), _schema, scripts, _ct);
}
