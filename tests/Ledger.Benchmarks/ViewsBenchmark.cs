using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Ledger.EventStore;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Facts;
using Ledger.Projections.Views;
using Ledger.Testing;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>
/// Views: a rebuild of all of them against decoding the same events (G7) and its memory as the ledger grows tenfold (G9); how far
/// they lag behind 2,000 events a second (G8).
/// </summary>
internal static class ViewsBenchmark
{
    private const int Few = 300; // fifties of bags: some 100,000 ledger events
    private const int Many = 3_000;
    private const int PageSize = 5_000;
    private const int EventsPerSecond = 2_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        await LagAsync();
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await using var source = cluster.ViewSource();
        await using (var ledger = await LedgerUnderLoad.StartAsync(cluster, withViews: false))
        {
            await PostAsync(ledger, 0, Few);
            await RebuildAsync(cluster, source);
            await PostAsync(ledger, Few, Many - Few);
            await RebuildAsync(cluster, source);
        }
    }

    private static async Task LagAsync()
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await using var source = cluster.ViewSource();
        await using var ledger = await LedgerUnderLoad.StartAsync(cluster, withViews: true);
        await LagAsync(ledger, source);
    }

    private static async Task PostAsync(LedgerUnderLoad ledger, int first, int count)
    {
        const int AtOnce = 100; // below the lines that are answered at once
        using var client = ledger.Client();
        for (var fifty = first; fifty < first + count; fifty += AtOnce)
        {
            using var content = new ByteArrayContent(TradeLines.Body(fifty, AtOnce));
            content.Headers.ContentType = new("application/x-ndjson");
            using var answer = await client.PostAsync(LedgerUnderLoad.Path, content);
            var results = await answer.Content.ReadAsStringAsync();
            if (results.Split('\n').FirstOrDefault(line => line.Contains("\"refused\"", StringComparison.Ordinal)) is { } refused)
                throw new InvalidOperationException(refused);
        }
    }

    // Memory is this process's: only what the rebuild allocated since the last collection may differ between the sizes.
    private static async Task RebuildAsync(BenchmarkCluster cluster, NpgsqlDataSource source)
    {
        await using var store = StoreDatabase.Store(source);
        var events = await store.HeadAsync(CancellationToken.None);
        var decode = events / await SecondsAsync(() => DecodeAsync(store));
        GC.Collect();
        var rebuild = new Rebuild(
            store, cluster.ConnectionString(ClusterRoles.Owner), cluster.ConnectionString(ClusterRoles.App), StoreDatabase.Schema);
        var peak = 0L;
        var watch = new RebuildWatch(
            _ => Task.FromResult(true), (_, _) => Task.FromResult(peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false))),
            _ => Task.CompletedTask);
        var rate = events / await SecondsAsync(() => rebuild.TryRunAsync(watch, CancellationToken.None));
        Figures.Print($"{events} events: decoded {decode:0}/s, rebuilt {rate:0}/s, heap at most {peak / 1e6:0} MB");
        Figures.Print($"G7  rebuild / decoding: {rate / decode:0.00}");
    }

    private static async Task DecodeAsync(PostgresEventStore store)
    {
        var from = 0L;
        while (await store.ReadAsync(from, PageSize, CancellationToken.None) is { Count: > 0 } page)
        {
            foreach (var stored in page) FactReader.Read(stored);
            from = page[^1].Sequence;
        }
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task LagAsync(LedgerUnderLoad ledger, NpgsqlDataSource source)
    {
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var acknowledged = new ConcurrentBag<(double At, long Sequence)>();
        var seen = WatchAsync(source, clock, stop.Token);
        using var client = ledger.Client();
        var posts = new List<Task>();
        // Each bag is four events: an open loop, so that a service which falls behind is seen to.
        for (var bag = 0; clock.Elapsed < Time; bag++)
        {
            posts.Add(PostBagAsync(client, bag, clock, acknowledged));
            var next = TimeSpan.FromSeconds((bag + 1) * 4.0 / EventsPerSecond);
            if (next > clock.Elapsed) await Task.Delay(next - clock.Elapsed);
        }

        await Task.WhenAll(posts);
        await Task.Delay(TimeSpan.FromSeconds(5));
        await stop.CancelAsync();
        Report(acknowledged, await seen);
    }

    private static void Report(ConcurrentBag<(double At, long Sequence)> acknowledged, List<(double At, long Sequence)> seen)
    {
        List<double> lags = [.. acknowledged.Select(each =>
            seen.Where(sample => sample.Sequence >= each.Sequence).Select(sample => Math.Max(0, sample.At - each.At))
                .DefaultIfEmpty(double.PositiveInfinity).First()).Order()];
        var rate = acknowledged.Count * 4 / acknowledged.Max(each => each.At);
        var (p50, p99) = (lags[lags.Count / 2] * 1000, lags[lags.Count * 99 / 100] * 1000);
        Figures.Print($"G8  lag behind {rate:0} events/s: p50 {p50:0} ms, p99 {p99:0} ms");
    }

    private static async Task PostBagAsync(
        HttpClient client, int bag, Stopwatch clock, ConcurrentBag<(double At, long Sequence)> acknowledged)
    {
        using var content = new ByteArrayContent(TradeLines.Of(Many + (bag / 50)).ElementAt(bag % 50));
        content.Headers.ContentType = new("application/json");
        using var answer = await client.PostAsync(LedgerUnderLoad.Path, content);
        using var result = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        acknowledged.Add((clock.Elapsed.TotalSeconds, result.RootElement.GetProperty("sequence").GetInt64()));
    }

    private static async Task<List<(double At, long Sequence)>> WatchAsync(
        NpgsqlDataSource source, Stopwatch clock, CancellationToken stop)
    {
        var seen = new List<(double, long)>();
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("SELECT seq FROM progress", connection);
        while (!stop.IsCancellationRequested)
        {
            var sequence = (long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
            seen.Add((clock.Elapsed.TotalSeconds, sequence));
            await Task.Delay(10, CancellationToken.None);
        }

        return seen;
    }
}
