using System.Diagnostics;
using System.Globalization;
using Ledger.EventStore;
using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>A durable cluster for one run, with what it costs in CPU; deleted afterwards.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private const string Database = "ledger";
    private readonly PrivateClusterOptions _options = new(ThrowAwayCluster.NewFolder());
    private PrivateCluster? _cluster;

    public async Task StartAsync()
    {
        await ThrowAwayCluster.SweepAsync();
        _cluster = await PrivateCluster.StartAsync(_options);
        await _cluster.EnsureDatabaseAsync(Database);
        await Migrator.MigrateAsync(
            ConnectionString(ClusterRoles.Owner), StoreDatabase.Schema, Migrator.ScriptsOf(typeof(IEventStore).Assembly));
    }

    public string ConnectionString(string role) => new NpgsqlConnectionStringBuilder(
        _cluster!.ConnectionString(Database, role)) { SearchPath = StoreDatabase.Schema }.ConnectionString;

    /// <summary>CPU seconds of the server and of all its processes, ended ones included. Source: proc(5), stat.</summary>
    public double ServerCpuSeconds()
    {
        var server = _cluster!.ServerProcessId!.Value;
        var ticks = CpuTicks(server, withEnded: true) + Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is { } stat && stat[1] == $"{server}")
            .Sum(id => CpuTicks(id, withEnded: false));
        return ticks / 100.0; // USER_HZ
    }

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

    private static long CpuTicks(int process, bool withEnded) => Stat(process) is { } stat
        ? stat[11..(withEnded ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) : 0;

    // The fields after "pid (name) ": state, parent, ...; utime, stime, cutime and cstime are 11 to 14.
    private static string[]? Stat(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
