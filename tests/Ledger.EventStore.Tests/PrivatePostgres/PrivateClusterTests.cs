using System.Diagnostics;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Npgsql;

namespace Ledger.EventStore.Tests.PrivatePostgres;

public sealed class PrivateClusterTests : IAsyncDisposable
{
    private readonly string _folder = ThrowAwayCluster.NewFolder();
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    private PrivateClusterOptions Options => new(_folder, Durable: false);

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(_folder)) await PrivateCluster.DeleteAsync(Options, CancellationToken.None);
    }

    [Fact]
    public async Task Every_role_can_connect_without_a_password_and_none_over_the_network()
    {
        await using var cluster = await StartAsync();
        await cluster.EnsureDatabaseAsync("ledger", _ct);
        await cluster.EnsureDatabaseAsync("ledger", _ct);

        foreach (var role in ClusterRoles.All)
            Assert.Equal(role, await ScalarAsync(cluster, "SELECT current_user::text", role, "ledger"));
        Assert.Equal("", await ScalarAsync(cluster, "SHOW listen_addresses"));
        Assert.Equal("C", await ScalarAsync(cluster, "SELECT datcollate FROM pg_database WHERE datname = 'ledger'"));
        Assert.Equal("ledger_owner", await ScalarAsync(
            cluster, "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'ledger'"));
    }

    [Fact]
    public async Task The_last_of_two_users_stops_the_server()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        Assert.Equal(first.ServerProcessId, second.ServerProcessId);

        await first.DisposeAsync();
        Assert.Equal("on", await ScalarAsync(second, "SELECT 'on'"));

        await second.DisposeAsync();
        Assert.Null(second.ServerProcessId);
    }

    [Fact]
    public async Task First_starts_at_once_make_one_cluster()
    {
        var clusters = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));

        Assert.NotNull(clusters[0].ServerProcessId);
        Assert.Single(clusters.Select(cluster => cluster.ServerProcessId).Distinct());
        foreach (var cluster in clusters) await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Data_outlive_the_server()
    {
        await using (var cluster = await StartAsync())
            await ScalarAsync(cluster, "CREATE TABLE kept AS SELECT 7 AS value");

        await using var again = await StartAsync();

        Assert.Equal("7", await ScalarAsync(again, "SELECT value::text FROM kept"));
    }

    [Fact]
    public async Task A_server_whose_user_crashed_is_adopted()
    {
        await using var crashing = await StartAsync();

        // The kernel frees a dead process's lock; here the lock is left on a file that nobody can see.
        File.Delete(Path.Combine(_folder, "users.lock"));

        await using var adopting = await StartAsync();

        Assert.Equal(crashing.ServerProcessId, adopting.ServerProcessId);
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_again()
    {
        var interrupted = await StartAsync();
        await ScalarAsync(interrupted, "CREATE TABLE rubbish (value int)");
        var server = interrupted.ServerProcessId;
        await File.WriteAllTextAsync(Path.Combine(_folder, "half-made"), "", _ct);

        await using var cluster = await StartAsync();

        Assert.NotEqual(server, cluster.ServerProcessId);
        Assert.Null(await ScalarAsync(cluster, "SELECT to_regclass('rubbish')::text"));
        Assert.False(File.Exists(Path.Combine(_folder, "half-made")));
        await interrupted.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_server_recovers_what_was_committed()
    {
        await using var cluster = await StartAsync(durable: true);
        await ScalarAsync(cluster, "CREATE TABLE kept AS SELECT 7 AS value");
        var killed = cluster.ServerProcessId!.Value;
        using (var postmaster = Process.GetProcessById(killed)) postmaster.Kill();

        await cluster.RestartAsync(_ct);

        Assert.NotEqual(killed, cluster.ServerProcessId);
        Assert.Equal("7", await ScalarAsync(cluster, "SELECT value::text FROM kept"));
    }

    [Fact]
    public async Task Changed_settings_take_effect_at_the_next_start_but_never_under_another_user()
    {
        var changed = Options with { Settings = new Dictionary<string, string> { ["work_mem"] = "9MB" } };
        await using (var cluster = await StartAsync())
        {
            var refusal = await Assert.ThrowsAsync<PrivateClusterException>(
                () => PrivateCluster.StartAsync(changed, _ct));
            Assert.Contains("in use with other settings", refusal.Message, StringComparison.Ordinal);
        }

        await using var again = await PrivateCluster.StartAsync(changed, _ct);

        Assert.Equal("9MB", await ScalarAsync(again, "SHOW work_mem"));
    }

    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public async Task Only_a_throw_away_cluster_gives_up_durability(bool durable, string expected)
    {
        await using var cluster = await StartAsync(durable);

        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
            Assert.Equal(expected, await ScalarAsync(cluster, $"SHOW {setting}"));
    }

    [Fact]
    public async Task Data_of_another_major_version_are_refused_with_advice()
    {
        await using (await StartAsync())
        {
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "data", "PG_VERSION"), "14\n", _ct);
        var refusal = await Assert.ThrowsAsync<PrivateClusterException>(() => StartAsync());

        Assert.Contains("was made by PostgreSQL 14", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("pg_upgrade", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_cluster_is_not_deleted()
    {
        await using (await StartAsync()) Assert.False(await PrivateCluster.DeleteAsync(Options, _ct));

        Assert.True(await PrivateCluster.DeleteAsync(Options, _ct));
        Assert.False(Directory.Exists(_folder));
    }

    private async Task<PrivateCluster> StartAsync(bool durable = false)
    {
        try
        {
            return await PrivateCluster.StartAsync(Options with { Durable = durable }, _ct);
        }
        catch (PostgresNotFoundException none)
        {
            Requirement.Missing(none.Message);
            throw;
        }
    }

    private async Task<string?> ScalarAsync(
        PrivateCluster cluster, string sql, string role = ClusterRoles.Superuser, string database = "postgres")
    {
        var target = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(database, role)) { Pooling = false };
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync(_ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(_ct) as string;
    }
}
