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
/// The store alone: single events from 1, 8, 64 and 256 concurrent callers, against R1, single-row prepared INSERTs by
/// pgbench -c 32 -j 2 into a table like it, on one durable cluster, in alternating rounds.
/// </summary>
internal static class StoreBenchmark
{
    private const int Rounds = 3;
    private const int R1Clients = 32;
    private static readonly int[] Callers = [1, 8, 64, 256];
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);
    private static readonly byte[] Data = [.. "{\"note\":\""u8, .. Enumerable.Repeat((byte)'x', 280), .. "\"}"u8];

    private const string R1Table =
        """
        CREATE TABLE r1_event (LIKE event INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES);
        CREATE SEQUENCE r1_seq;
        """;

    // pgbench takes a colon for the start of a variable, so the streams are named with slashes.
    private const string R1Script =
        """
        INSERT INTO ledger.r1_event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
        SELECT n, gen_random_uuid(), 'lot/org-1/' || n % 10000, n::int, 'lot_weighed', now(), decode(repeat('78', 560), 'hex'),
               decode(repeat('00', 32), 'hex') FROM (SELECT nextval('ledger.r1_seq') AS n) AS drawn;
        """;

    public static async Task RunAsync()
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await using (var owner = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.Owner)))
        await using (var create = owner.CreateCommand(R1Table))
            await create.ExecuteNonQueryAsync();
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.App));
        await using var store = StoreDatabase.Store(source);

        var figures = new List<(int Callers, double PerSecond, double CpuMicroseconds)>();
        for (var round = 0; round < Rounds; round++)
        {
            figures.Add((0, await cluster.PgBenchAsync(R1Script, R1Clients, Time), 0));
            foreach (var callers in Callers) figures.Add(await MeasureAsync(cluster, store, source, callers));
        }

        var r1 = Median(figures.Where(figure => figure.Callers == 0).Select(figure => figure.PerSecond));
        Print($"R1 {r1:0}/s");
        foreach (var of in figures.Where(figure => figure.Callers > 0).GroupBy(figure => figure.Callers))
        {
            var perSecond = Median(of.Select(figure => figure.PerSecond));
            var cpu = Median(of.Select(figure => figure.CpuMicroseconds));
            Print($"{of.Key,4} callers {perSecond,7:0}/s {perSecond / r1:0.00} x R1, {cpu:0} us CPU an event");
        }
    }

    private static async Task<(int Callers, double PerSecond, double CpuMicroseconds)> MeasureAsync(
        BenchmarkCluster cluster, PostgresEventStore store, NpgsqlDataSource source, int callers)
    {
        var before = await store.HeadAsync(CancellationToken.None);
        var cpu = cluster.ServerCpuSeconds() + Environment.CpuUsage.TotalTime.TotalSeconds;
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            for (; clock.Elapsed < Time; count++) await AppendAsync(store, (caller * 40) + (count % 40));
            return count;
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var used = cluster.ServerCpuSeconds() + Environment.CpuUsage.TotalTime.TotalSeconds - cpu;
        await CheckAsync(source, before + done.Sum());
        return (callers, done.Sum() / seconds, used * 1e6 / done.Sum());
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

    // The gate: what was acknowledged is there, once, without a gap, and every stream has all its versions.
    private static async Task CheckAsync(NpgsqlDataSource source, long acknowledged)
    {
        await using var command = source.CreateCommand(
            """
            SELECT count(*), max(seq), count(DISTINCT id), (SELECT sum(version) FROM head),
                   (SELECT count(*) FROM event WHERE leaf_hash <> sha256('\x00'::bytea || bytes)) FROM event
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        long[] counts = [reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)];
        if (Array.Exists(counts, count => count != acknowledged) || reader.GetInt64(4) != 0)
            throw new InvalidOperationException($"acknowledged {acknowledged}, stored {string.Join(", ", counts)}");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
