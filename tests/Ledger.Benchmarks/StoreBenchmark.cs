using System.Diagnostics;
using System.Globalization;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>
/// The store alone: single events from 1, 8, 64 and 256 concurrent callers, against <see cref="R1"/> on one durable cluster,
/// in alternating rounds.
/// </summary>
internal static class StoreBenchmark
{
    private const int Rounds = 3;
    private static readonly int[] Callers = [1, 8, 64, 256];
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);
    private static readonly byte[] Data = [.. "{\"note\":\""u8, .. Enumerable.Repeat((byte)'x', 280), .. "\"}"u8];

    public static async Task RunAsync()
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await R1.CreateTableAsync(cluster);
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.App));
        await using var store = StoreDatabase.Store(source);

        var figures = new List<(int Callers, double PerSecond, double CpuMicroseconds)>();
        for (var round = 0; round < Rounds; round++)
        {
            figures.Add((0, await R1.MeasureAsync(cluster, Time), 0));
            foreach (var callers in Callers) figures.Add(await MeasureAsync(cluster, store, source, callers));
        }

        var r1 = Figures.Median(figures.Where(figure => figure.Callers == 0).Select(figure => figure.PerSecond));
        Figures.Print($"R1 {r1:0}/s");
        foreach (var of in figures.Where(figure => figure.Callers > 0).GroupBy(figure => figure.Callers))
        {
            var perSecond = Figures.Median(of.Select(figure => figure.PerSecond));
            var cpu = Figures.Median(of.Select(figure => figure.CpuMicroseconds));
            Figures.Print($"{of.Key,4} callers {perSecond,7:0}/s {perSecond / r1:0.00} x R1, {cpu:0} us CPU an event");
        }
    }

    private static async Task<(int Callers, double PerSecond, double CpuMicroseconds)> MeasureAsync(
        BenchmarkCluster cluster, PostgresEventStore store, NpgsqlDataSource source, int callers)
    {
        var before = await store.HeadAsync(CancellationToken.None);
        var (count, perSecond, cpu) = await AppendAsync(cluster, store, callers, Time);
        await StoreGate.CheckAsync(source, before + count);
        return (callers, perSecond, cpu);
    }

    /// <summary>Appends for a while from that many callers, each awaiting its own. The gate is the caller's to ask.</summary>
    public static async Task<(long Count, double PerSecond, double CpuMicroseconds)> AppendAsync(
        BenchmarkCluster cluster, PostgresEventStore store, int callers, TimeSpan time)
    {
        var cpu = cluster.ServerCpuSeconds() + Environment.CpuUsage.TotalTime.TotalSeconds;
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            for (; clock.Elapsed < time; count++) await AppendAsync(store, (caller * 40) + (count % 40));
            return count;
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var used = cluster.ServerCpuSeconds() + Environment.CpuUsage.TotalTime.TotalSeconds - cpu;
        return (done.Sum(), done.Sum() / seconds, used * 1e6 / done.Sum());
    }

    private static async Task AppendAsync(PostgresEventStore store, int lot)
    {
        var custody = new CustodyEventId(Guid.NewGuid());
        var id = custody.LedgerEventId(0);
        var newEvent = new NewEvent(id, new($"lot:org-1:{lot}"), "lot_weighed", LeafPrefix.Create(Data, "{}"u8, id));
        var result = await store.AppendAsync(
            new(new AppendUnit(new(custody, new("org-1"), new byte[32]), [newEvent], [])), CancellationToken.None);
        if (result.Status != AppendStatus.Created) throw new InvalidOperationException($"append ended as {result.Status}");
    }
}
