using Ledger.EventStore.PrivatePostgres;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>
/// Capture over HTTP: durable, hashed, ordered single POSTs from 1, 8, 64 and 256 connections, against <see cref="R1"/>
/// (G1), the CPU of a bare POST (G3) and an endpoint that inserts per request (G4), on one durable cluster, in alternating
/// rounds; on request with every flush a millisecond slower (G1c). The service runs as a node that only captures.
/// </summary>
internal static class CaptureBenchmark
{
    private const int Rounds = 3;
    private const int Created = 201;
    private static readonly int[] Connections = [1, 8, 64, 256];
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(bool withSlowFlushes)
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        if (withSlowFlushes) await cluster.SlowFlushesAsync();
        await R1.CreateTableAsync(cluster);
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.App));
        await using var bare = await ChildProcess.StartAsync("Ledger.Benchmarks.dll", ["serve-bare"]);
        await using var inserts = await ChildProcess.StartAsync("Ledger.Benchmarks.dll",
            ["serve-inserts", cluster.ConnectionString(ClusterRoles.App) + ";Max Auto Prepare=10;No Reset On Close=true"]);
        await using var ledger = await LedgerUnderLoad.StartAsync(cluster, withViews: false);
        await WarmAsync(bare, inserts, ledger);

        var stored = await StoredAsync(source);
        var measured = new Dictionary<string, List<(Load Load, Cpu Cpu)>>();
        var r1 = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            r1.Add(await R1.MeasureAsync(cluster, Time));
            Add("bare", 64, await WithCpuAsync(() => bare.CpuSeconds, cluster, () => PostAsync(bare, 64)));
            foreach (var connections in (int[])[1, 64])
                Add("inserts", connections,
                    await WithCpuAsync(() => inserts.CpuSeconds, cluster, () => PostAsync(inserts, connections)));
            foreach (var connections in Connections)
            {
                var load = await WithCpuAsync(() => ledger.CpuSeconds, cluster, () => ledger.RunAsync(connections, Time));
                Add("ledger", connections, load);
                await StoreGate.CheckAsync(source, stored += load.Load.Requests);
            }
        }

        Report(Figures.Median(r1), measured);

        void Add(string what, int connections, (Load, Cpu) figure)
        {
            if (!measured.TryGetValue($"{what} {connections}", out var figures)) measured[$"{what} {connections}"] = figures = [];
            figures.Add(figure);
        }
    }

    private static Task<Load> PostAsync(ChildProcess server, int connections) =>
        new LoadClient(server.Port, ReferenceServers.Path, "none").RunAsync(connections, Time, LedgerUnderLoad.Weighing, Created);

    // What is compiled and cached in the first seconds is not what is asked about.
    private static async Task WarmAsync(ChildProcess bare, ChildProcess inserts, LedgerUnderLoad ledger)
    {
        await PostAsync(bare, 8);
        await PostAsync(inserts, 8);
        await ledger.RunAsync(64, 8 * Time);
        await ledger.RunAsync(256, 2 * Time);
    }

    private static async Task<(Load Load, Cpu Cpu)> WithCpuAsync(
        Func<double> serviceSeconds, BenchmarkCluster cluster, Func<Task<Load>> run)
    {
        var (service, database) = (serviceSeconds(), cluster.ServerCpuSeconds());
        var load = await run();
        return (load, new(
            (serviceSeconds() - service) * 1e6 / load.Requests, (cluster.ServerCpuSeconds() - database) * 1e6 / load.Requests));
    }

    private static async Task<long> StoredAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT seq FROM ledger_head");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static void Report(double r1, Dictionary<string, List<(Load Load, Cpu Cpu)>> measured)
    {
        Figures.Print($"R1 {r1:0}/s");
        foreach (var (what, figures) in measured)
        {
            var perSecond = Figures.Median(figures.Select(figure => figure.Load.PerSecond));
            var (service, database) = (Cpu(what, cpu => cpu.Service), Cpu(what, cpu => cpu.Database));
            var (p50, p99) = (P(what, .5), P(what, .99));
            Figures.Print($"{what,-11} {perSecond,7:0}/s {perSecond / r1:0.00} x R1");
            Figures.Print($"            CPU {service:0} + {database:0} us, p50 {p50:0.00} ms, p99 {p99:0.00} ms");
        }

        var cost = Cpu("ledger 64", cpu => cpu.Both) / Cpu("bare 64", cpu => cpu.Service);
        Figures.Print($"G3  CPU of a durable event / of a bare POST, 64 connections: {cost:0.0}");
        Figures.Print($"G4  p50 at 1 connection / insert per request: {P("ledger 1", .5) / P("inserts 1", .5):0.00}");
        Figures.Print($"G4  p99 at 64 connections / insert per request: {P("ledger 64", .99) / P("inserts 64", .99):0.00}");

        double Cpu(string what, Func<Cpu, double> part) => Figures.Median(measured[what].Select(figure => part(figure.Cpu)));
        double P(string what, double share) => Figures.Median(measured[what].Select(figure => figure.Load.Percentile(share)));
    }

    /// <summary>Microseconds a request, in the service and in PostgreSQL.</summary>
    private sealed record Cpu(double Service, double Database)
    {
        public double Both => Service + Database;
    }
}
