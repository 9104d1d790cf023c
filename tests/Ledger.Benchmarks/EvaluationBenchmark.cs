using System.Diagnostics;
using Ledger.Cli.Http;
using Ledger.Cli.Simulate;
using Ledger.Simulation;
using NodaTime;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>
/// Views and rules over worlds as they are posted: how long they take from the first event to the last and a day's close, and how long
/// until one record that comes late among them is in the views and judged; as the ledger grows.
/// </summary>
internal static class EvaluationBenchmark
{
    private const int HeldBack = 50; // one record in so many comes when all the others are there
    private const int Asked = 300;
    private const int Few = 10; // ledger events of one record; a shipment or a count of stock brings up to two hundred
    private static readonly LocalDate Until = new(2026, 6, 30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2); // whoever asks takes of what is measured

    /// <param name="sizes">Ledger events, ascending.</param>
    public static async Task RunAsync(IReadOnlyList<long> sizes)
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await using var source = cluster.ViewSource();
        var keys = new FileInfo(Path.GetTempFileName());
        keys.Delete();
        try
        {
            var (seed, p99) = (0UL, new List<double>());
            foreach (var size in sizes)
            {
                var late = new List<Posting>();
                await using (var ledger = await LedgerUnderLoad.StartAsync(cluster, withViews: false))
                    while (await HeadAsync(source) < size) late.AddRange(await PostAsync(ledger, cluster, keys, ++seed));
                p99.Add(await MeasureAsync(cluster, source, keys, late));
            }

            Figures.Print($"a late record, p99 at {sizes[^1]} / at {sizes[0]} ledger events: {p99[^1] / p99[0]:0.00}");
        }
        finally
        {
            keys.Delete();
        }
    }

    private static async Task<double> MeasureAsync(
        BenchmarkCluster cluster, NpgsqlDataSource source, FileInfo keys, List<Posting> late)
    {
        var (before, clock) = (await EvaluatedAsync(source), Stopwatch.StartNew());
        await using var ledger = await LedgerUnderLoad.StartAsync(cluster, withViews: true, withLog: false);
        await SettledAsync(source);
        var seconds = clock.Elapsed.TotalSeconds;
        var head = await HeadAsync(source);
        Figures.Print($"{head} ledger events: {head - before} in the views and judged in {seconds:0} s, {(head - before) / seconds:0}/s");
        Figures.Print($"CPU of the service {ledger.CpuSeconds:0} s, at most {ledger.PeakBytes / 1e6:0} MB");

        using var client = ledger.Client();
        var keyOf = await new OrganisationKeys(client, cluster.AdminKey, keys).ForAsync(Of(1).Participants, CancellationToken.None);
        var waits = new List<(long Events, double Milliseconds)>();
        var step = Math.Max(1, late.Count / Asked);
        foreach (var posting in late.Where((_, index) => index % step == 0).Take(Asked))
        {
            var newest = await HeadAsync(source);
            await new LinePoster(client).PostAsync(
                [new(posting.Id.ToString(), posting.Json)], keyOf[posting.PostedBy.Value], CancellationToken.None);
            var (posted, waited) = (await HeadAsync(source), Stopwatch.StartNew());
            while (await EvaluatedAsync(source) < posted) await Task.Delay(Pause);
            waits.Add((posted - newest, waited.Elapsed.TotalMilliseconds));
            await SettledAsync(source);
        }

        Print("late records", waits);
        Print($"of them with at most {Few} ledger events", waits.FindAll(wait => wait.Events <= Few));
        Print("with more", waits.FindAll(wait => wait.Events > Few));
        return P99(waits);
    }

    private static void Print(string what, List<(long Events, double Milliseconds)> waits) => Figures.Print(
        $"{waits.Count} {what}, in the views and judged: p50 {At(waits, 50):0} ms, p95 {At(waits, 95):0} ms, p99 {P99(waits):0} ms");

    private static double P99(List<(long Events, double Milliseconds)> waits) => At(waits, 99);

    private static double At(List<(long Events, double Milliseconds)> waits, int percent) =>
        waits.Select(wait => wait.Milliseconds).Order().ElementAtOrDefault(waits.Count * percent / 100);

    // All but what comes late.
    private static async Task<IReadOnlyList<Posting>> PostAsync(LedgerUnderLoad ledger, BenchmarkCluster cluster, FileInfo keys, ulong seed)
    {
        var world = Of(seed);
        using var client = ledger.Client();
        var poster = new WorldPoster(client, new(client, cluster.AdminKey, keys));
        await poster.PostAsync(
            world with { Postings = [.. world.Postings.Where((_, index) => index % HeldBack != 0)] }, CancellationToken.None);
        return [.. world.Postings.Where((_, index) => index % HeldBack == 0)];
    }

    private static World Of(ulong seed) => World.Generate(new(seed, WorldSize.Full, Until, IsHonest: true));

    private static async Task SettledAsync(NpgsqlDataSource source)
    {
        while (await EvaluatedAsync(source) < await HeadAsync(source)) await Task.Delay(Pause);
    }

    private static Task<long> HeadAsync(NpgsqlDataSource source) => NumberAsync(source, "SELECT seq FROM ledger_head");

    private static Task<long> EvaluatedAsync(NpgsqlDataSource source) => NumberAsync(source, "SELECT seq FROM evaluation_progress");

    private static async Task<long> NumberAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
