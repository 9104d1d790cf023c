using System.Diagnostics;
using System.Globalization;
using Ledger.EventStore;
using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Integration;
using Ledger.Projections.Views;
using Ledger.Testing;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>A durable cluster for one run, with what it costs in CPU; deleted afterwards.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private const string Database = "ledger";
    private readonly PrivateClusterOptions _options = new(ThrowAwayCluster.NewFolder());
    private PrivateCluster? _cluster;

    /// <summary>Of the first service over it, which alone makes one.</summary>
    public string? AdminKey { get; set; }

    public async Task StartAsync()
    {
        await ThrowAwayCluster.SweepAsync();
        _cluster = await PrivateCluster.StartAsync(_options);
        await _cluster.EnsureDatabaseAsync(Database);
        await Migrator.MigrateAsync(
            ConnectionString(ClusterRoles.Owner), StoreDatabase.Schema,
            Migrator.ScriptsOf(typeof(IEventStore).Assembly, typeof(Integrator).Assembly));
    }

    /// <summary>
    /// From now on every flush of the log waits a millisecond first, whoever commits (G1c). Commits that come meanwhile go with
    /// it, so this is kinder to many writers than a slower disk is, where they wait for the next.
    /// </summary>
    public async Task SlowFlushesAsync()
    {
        await using var superuser = NpgsqlDataSource.Create(_cluster!.ConnectionString(Database, ClusterRoles.Superuser));
        foreach (var sql in (string[])
            ["ALTER SYSTEM SET commit_delay = 1000", "ALTER SYSTEM SET commit_siblings = 0", "SELECT pg_reload_conf()"])
        {
            await using var command = superuser.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    public string ConnectionString(string role) => new NpgsqlConnectionStringBuilder(
        _cluster!.ConnectionString(Database, role)) { SearchPath = StoreDatabase.Schema }.ConnectionString;

    /// <summary>Connects as the service does, with events and views in the search path.</summary>
    public NpgsqlDataSource ViewSource() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString(ClusterRoles.App))
    {
        SearchPath = ViewSchema.SearchPath(StoreDatabase.Schema),
    });

    /// <summary>CPU seconds of the server and of all its processes, ended ones included.</summary>
    public double ServerCpuSeconds() => ProcessCpu.SecondsWithChildren(_cluster!.ServerProcessId!.Value);

    /// <summary>Transactions a second of a pgbench script.</summary>
    public async Task<double> PgBenchAsync(string script, int clients, TimeSpan time)
    {
        var host = new NpgsqlConnectionStringBuilder(ConnectionString(ClusterRoles.Owner)).Host!;
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, script);
        string[] arguments =
        [
            "-h", host, "-U", ClusterRoles.Owner, "-c", $"{clients}", "-j", "2", "-n", "-M", "prepared",
            "-T", $"{time.TotalSeconds:0}", "-f", file, Database,
        ];
        using var pgbench = Process.Start(new ProcessStartInfo("pgbench", arguments) { RedirectStandardOutput = true })!;
        var output = await pgbench.StandardOutput.ReadToEndAsync();
        await pgbench.WaitForExitAsync();
        File.Delete(file);
        var tps = output.Split('\n').Single(line => line.StartsWith("tps = ", StringComparison.Ordinal));
        return double.Parse(tps.Split(' ')[2], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        await PrivateCluster.DeleteAsync(_options);
    }
}
