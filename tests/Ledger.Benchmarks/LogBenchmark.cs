using System.Diagnostics;
using System.Text;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Integration;
using Ledger.Testing;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>
/// The transparency log: leaves a second from a backlog of a million; appends with the log on and off in alternating rounds, and
/// how far it is behind; the proof of any leaf in ten million, of which only tiles are stored.
/// </summary>
internal static class LogBenchmark
{
    private const int Rounds = 3;
    private const int Backlog = 1_000_000;
    private const long Leaves = 10_000_000;
    private const int Proofs = 5_000;
    private static readonly int[] Callers = [64, 256];
    private const int Pairs = 30;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);

    public static async Task RunAsync()
    {
        await using (var cluster = new BenchmarkCluster())
        {
            await cluster.StartAsync();
            await AppendWithAndWithoutAsync(cluster);
        }

        await using (var cluster = new BenchmarkCluster())
        {
            await cluster.StartAsync();
            await CatchUpAsync(cluster);
        }

        await using (var cluster = new BenchmarkCluster())
        {
            await cluster.StartAsync();
            await ProveAsync(cluster);
        }
    }

    // Many short slices in pairs: what a disk does to both halves of a pair is much the same, from minute to minute it is not.
    private static async Task AppendWithAndWithoutAsync(BenchmarkCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.App));
        await using var store = StoreDatabase.Store(source);
        var appended = (await StoreBenchmark.AppendAsync(cluster, store, 64, Slice)).Count; // compiles and caches
        var lags = new List<double>();
        foreach (var callers in Callers)
        {
            var pairs = new List<((double PerSecond, double Cpu) On, (double PerSecond, double Cpu) Off)>();
            for (var pair = 0; pair < Pairs; pair++)
            {
                var first = await MeasureAsync(isOn: pair % 2 == 0);
                var second = await MeasureAsync(isOn: pair % 2 == 1);
                pairs.Add(pair % 2 == 0 ? (first, second) : (second, first));
            }

            await StoreGate.CheckAsync(source, appended);
            Figures.Print($"{callers,4} callers: {Figures.Median(pairs.Select(pair => pair.On.PerSecond)):0}/s with the log");
            Print("appends", [.. pairs.Select(pair => pair.On.PerSecond / pair.Off.PerSecond)]);
            Print("CPU an event", [.. pairs.Select(pair => pair.On.Cpu / pair.Off.Cpu)]);

            async Task<(double PerSecond, double Cpu)> MeasureAsync(bool isOn)
            {
                await using var log = isOn ? new RunningLog(source) : null;
                if (log is not null) await log.CatchUpAsync();
                var watch = log?.WatchLagAsync(Slice);
                var (count, perSecond, microseconds) = await StoreBenchmark.AppendAsync(cluster, store, callers, Slice);
                appended += count;
                if (watch is not null) lags.AddRange(await watch);
                return (perSecond, microseconds);
            }
        }

        lags.Sort();
        Figures.Print(
            $"behind under this load: p50 {lags[lags.Count / 2]:0} ms, p99 {lags[lags.Count * 99 / 100]:0} ms, most {lags[^1]:0} ms");

        static void Print(string what, List<double> ratios)
        {
            var (low, high) = Figures.MedianInterval(ratios);
            Figures.Print($"     on / off, {Pairs} pairs: {what} {Figures.Median(ratios):0.00} ({low:0.00} to {high:0.00})");
        }
    }

    private static async Task CatchUpAsync(BenchmarkCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.App));
        await RunAsync(cluster,
            $"""
            INSERT INTO event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
            SELECT n, gen_random_uuid(), 'lot:org-1:' || n % 10000, n, 'lot_weighed', now(), decode(repeat('78', 560), 'hex'),
                   sha256(convert_to(n::text, 'UTF8')) FROM generate_series(1, {Backlog}) n;
            UPDATE ledger_head SET seq = {Backlog};
            """);
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await RunAsync(cluster, "TRUNCATE log_tile, log_checkpoint, log_key; UPDATE log_tree SET size = 0, root = sha256('')");
            await using var log = new RunningLog(source, isRunning: false);
            var clock = Stopwatch.StartNew();
            await log.CatchUpAsync();
            rates.Add(Backlog / clock.Elapsed.TotalSeconds);
        }

        await PrintCostAsync(cluster, source);
        Figures.Print($"backlog of {Backlog}: {Figures.Median(rates):0} leaves/s, signed and published");
    }

    // What the log costs by itself: CPU of this process and of the server around one cycle, each after a thousand appends.
    private static async Task PrintCostAsync(BenchmarkCluster cluster, NpgsqlDataSource source)
    {
        const int cycles = 200;
        await RunAsync(cluster, "TRUNCATE log_checkpoint, log_key");
        await using var log = new RunningLog(source, isRunning: false);
        await log.CatchUpAsync();
        var cpu = 0.0;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var from = Backlog + (cycle * 1_000L);
            await RunAsync(cluster,
                $"""
                INSERT INTO event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
                SELECT n, gen_random_uuid(), 'lot:cost', n, 't', now(), '', sha256(convert_to(n::text, 'UTF8'))
                FROM generate_series({from + 1}, {from + 1_000}) n;
                UPDATE ledger_head SET seq = {from + 1_000};
                """);
            await Task.Delay(50); // the connection of that is gone then
            var (server, own) = (cluster.ServerCpuSeconds(), Environment.CpuUsage.TotalTime.TotalSeconds);
            await log.CatchUpAsync();
            own = Environment.CpuUsage.TotalTime.TotalSeconds - own; // before the server is asked, which costs more than a cycle
            cpu += own + cluster.ServerCpuSeconds() - server;
        }

        Figures.Print($"one cycle over 1,000 new events: {cpu * 1e3 / cycles:0.0} ms CPU");
    }

    private static async Task ProveAsync(BenchmarkCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.App));
        var root = await FillTilesAsync(cluster, source);
        var reader = new TileReader(source, remembers: true);
        var random = new Random(1);
        var (milliseconds, bare) = (new List<double>(), new List<double>());
        await using var nothing = source.CreateCommand("SELECT 1");
        for (var proof = 0; proof < Proofs + 200; proof++)
        {
            var index = random.NextInt64(Leaves);
            var clock = Stopwatch.StartNew();
            var hashes = await reader.InclusionProofAsync(index, Leaves, CancellationToken.None);
            if (proof >= 200) milliseconds.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            await nothing.ExecuteScalarAsync();
            if (proof >= 200) bare.Add(clock.Elapsed.TotalMilliseconds);
            if (!MerkleProof.VerifiesInclusion(index, Leaf(index), Leaves, root, hashes))
                throw new InvalidOperationException($"leaf {index}");
        }

        foreach (var (what, times) in ((string, List<double>)[])[($"proof in {Leaves} leaves", milliseconds), ("bare round trip", bare)])
        {
            times.Sort();
            Figures.Print($"{what}: p50 {times[Proofs / 2]:0.00} ms, p99 {times[Proofs * 99 / 100]:0.00} ms");
        }
    }

    // The tiles as the integrator would leave them; of the events only those at the right edge are read, so only those are there.
    private static async Task<TreeHash> FillTilesAsync(BenchmarkCluster cluster, NpgsqlDataSource source)
    {
        var store = new TreeStore(source);
        var edge = new Dictionary<TileId, ReadOnlyMemory<byte>>();
        for (var size = 0L; size < Leaves;)
        {
            var count = (int)Math.Min(Integrator.LeavesInOneStep, Leaves - size);
            var from = size;
            List<TreeHash> leaves = [.. Enumerable.Range(0, count).Select(next => (TreeHash)Leaf(from + next))];
            var grown = TileGrowth.Append(size, leaves, tile => edge[tile]);
            size += count;
            foreach (var tile in grown.Where(tile => tile.Root is null)) edge[tile.Id] = tile.Bytes;
            var root = new TiledTree(size, tile => edge[tile]).Root();
            if (!await store.GrowAsync(from, size, root, [.. grown.Where(tile => tile.Root is not null)], CancellationToken.None))
                throw new InvalidOperationException("Somebody else grew the tree.");
        }

        await RunAsync(cluster,
            $"""
            INSERT INTO event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
            SELECT n, gen_random_uuid(), 's', n - {Leaves - 256}, 't', now(), '',
                   sha256('\x00'::bytea || convert_to('leaf ' || n - 1, 'UTF8'))
            FROM generate_series({(Leaves / 256 * 256) + 1}, {Leaves}) n;
            UPDATE ledger_head SET seq = {Leaves};
            """);
        // Or they come meanwhile.
        foreach (var rest in (string[])["VACUUM ANALYZE", "CHECKPOINT"]) await RunAsync(cluster, rest, isBare: true);
        return new TiledTree(Leaves, tile => edge[tile]).Root();
    }

    private static LeafHash Leaf(long index) => LeafHash.Of(Encoding.ASCII.GetBytes(string.Create(null, $"leaf {index}")));

    private static async Task RunAsync(BenchmarkCluster cluster, string sql, bool isBare = false)
    {
        await using var admin = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.Superuser));
        await using var command = admin.CreateCommand(isBare ? sql : $"SET session_replication_role = replica; {sql}"); // past the triggers
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A log kept in this process, as the service keeps it.</summary>
internal sealed class RunningLog : IAsyncDisposable
{
    // One for all rounds: a node keeps its keys.
    private static readonly DirectoryInfo Shared = Directory.CreateTempSubdirectory("ledger-benchmark-log-");
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _folder;
    private readonly TreeStore _store;
    private readonly PublishedLog _published = new();
    private readonly LogHost _host;
    private readonly Task _running;

    /// <param name="source">The ledger.</param>
    /// <param name="isRunning">False: nothing is done until <see cref="CatchUpAsync"/>, with keys of its own.</param>
    public RunningLog(NpgsqlDataSource source, bool isRunning = true)
    {
        _folder = isRunning ? Shared : Directory.CreateTempSubdirectory("ledger-benchmark-log-");
        var tiles = new TileReader(source);
        var log = new LogIdentity("ledger.example/benchmark", _folder.FullName);
        _store = new(source);
        _host = new(
            log, _store, new(_store, tiles), new(log, _store, tiles), _published, (_, _, _) => Task.FromResult<
            IReadOnlyList<Transparency.Notes.NoteSignature>>([]), NullLogger<LogHost>.Instance);
        _running = isRunning ? Task.Run(() => _host.RunAsync(_stop.Token)) : Task.CompletedTask;
    }

    public async Task CatchUpAsync()
    {
        while (true)
        {
            var state = _running.IsCompleted
                ? await _host.CycleAsync(CancellationToken.None) : await _store.StateAsync(CancellationToken.None);
            if (state.Size == state.Sequence && (_published.Current?.Head.Size ?? -1) >= state.Sequence) return;
            if (!_running.IsCompleted) await Task.Delay(20);
        }
    }

    /// <summary>Asks ten times a second how long it takes until the newest event is published. Milliseconds.</summary>
    public async Task<List<double>> WatchLagAsync(TimeSpan time)
    {
        var (lags, watched) = (new List<double>(), Stopwatch.StartNew());
        var waits = new List<Task>();
        while (watched.Elapsed < time)
        {
            var newest = (await _store.StateAsync(CancellationToken.None)).Sequence;
            var clock = Stopwatch.StartNew();
            waits.Add(WaitAsync(newest, clock));
            await Task.Delay(100);
        }

        await Task.WhenAll(waits);
        return lags;

        async Task WaitAsync(long sequence, Stopwatch clock)
        {
            if (await _published.WaitAsync(sequence, TimeSpan.FromMinutes(1), CancellationToken.None) is null)
                throw new InvalidOperationException("The log stands still.");
            lock (lags) lags.Add(clock.Elapsed.TotalMilliseconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        if (_folder != Shared) _folder.Delete(recursive: true);
    }
}
