using System.Diagnostics;
using System.Globalization;
using Ledger.Domain.Values;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Projections.Views;
using Ledger.Testing;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>
/// Provenance of an export lot of 500 bags over three levels, out of views with a million edges and with ten million (G6). The
/// views are filled directly: what is asked about is reading them.
/// </summary>
internal static class ProvenanceBenchmark
{
    private const int Asked = 400;
    private const int WarmUp = 50; // while code is compiled
    private const int EdgesOfOne = 541; // 500 bags into ten runs, their products and tailings, one blend
    private static readonly int[] Millions = [1, 10];

    // $1 first export lot, $2 last.
    private const string Fill =
        """
        INSERT INTO run (run_id, holder, is_closed, ended, input_g, body)
        SELECT 'o:r' || e || '-' || p, 'o', true, now(), 2510000, '{}' FROM generate_series($1, $2) e, generate_series(0, 9) p;
        INSERT INTO run (run_id, holder, is_closed, ended, input_g, body)
        SELECT 'o:x' || e, 'o', true, now(), 19000000, '{}' FROM generate_series($1, $2) e;
        INSERT INTO lot (lot_id, status, site_id, holders, mass_g, left_g, body)
        SELECT 'o:b' || e || '-' || p || '-' || b, 'consumed', 'XX-' || (e + b) % 2200, 'c o', 50200, 0, '{}'
        FROM generate_series($1, $2) e, generate_series(0, 9) p, generate_series(0, 49) b;
        INSERT INTO lot (lot_id, status, holders, mass_g, left_g, body)
        SELECT k || e || '-' || p, 'held', 'o', 1900000, 0, '{}'
        FROM generate_series($1, $2) e, generate_series(0, 9) p, unnest('{o:p,o:t}'::text[]) k;
        INSERT INTO lot (lot_id, status, holders, mass_g, left_g, body)
        SELECT 'o:e' || e, 'held', 'o', 18990000, 18990000, '{}' FROM generate_series($1, $2) e;
        INSERT INTO lot_run (lot_id, run_id, is_output, grams)
        SELECT 'o:b' || e || '-' || p || '-' || b, 'o:r' || e || '-' || p, false, 50200
        FROM generate_series($1, $2) e, generate_series(0, 9) p, generate_series(0, 49) b;
        INSERT INTO lot_run (lot_id, run_id, is_output, grams)
        SELECT k || e || '-' || p, 'o:r' || e || '-' || p, true, 1200000
        FROM generate_series($1, $2) e, generate_series(0, 9) p, unnest('{o:p,o:t}'::text[]) k;
        INSERT INTO lot_run (lot_id, run_id, is_output, grams)
        SELECT 'o:p' || e || '-' || p, 'o:x' || e, false, 1900000 FROM generate_series($1, $2) e, generate_series(0, 9) p;
        INSERT INTO lot_run (lot_id, run_id, is_output, grams)
        SELECT 'o:e' || e, 'o:x' || e, true, 18990000 FROM generate_series($1, $2) e;
        """;

    public static async Task RunAsync()
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await ViewSchema.EnsureAsync(cluster.ConnectionString(ClusterRoles.Owner), StoreDatabase.Schema);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.ConnectionString(ClusterRoles.Owner))
        {
            SearchPath = ViewSchema.SearchPath(StoreDatabase.Schema), CommandTimeout = 0,
        });
        var reader = new ProvenanceReader(source, new(new(source), new(source), new(source)));
        var (filled, p99) = (0, new List<double>());
        foreach (var millions in Millions)
        {
            var lots = millions * 1_000_000 / EdgesOfOne;
            await RunAsync(source, Fill
                .Replace("$1", Text(filled + 1), StringComparison.Ordinal).Replace("$2", Text(lots), StringComparison.Ordinal));
            await RunAsync(source, "VACUUM ANALYZE lot; VACUUM ANALYZE lot_run; VACUUM ANALYZE run");
            filled = lots;
            p99.Add(await MeasureAsync(reader, lots, millions));
        }

        Figures.Print($"G6  p99 at {Millions[1]} M edges / at {Millions[0]} M: {p99[1] / p99[0]:0.00}");
    }

    private static async Task<double> MeasureAsync(ProvenanceReader reader, int lots, int millions)
    {
        var random = new Random(20260301);
        var milliseconds = new List<double>();
        for (var i = -WarmUp; i < Asked; i++)
        {
            var lot = new LotId($"o:e{Text(random.Next(1, lots + 1))}");
            var started = Stopwatch.GetTimestamp();
            var view = await reader.UpstreamAsync(lot, Horizon.Now, CancellationToken.None);
            if (i >= 0) milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (view is null || view.Nodes.Count != 522 || view.UnattributedShare + view.Sites.Sum(site => site.Share) != 1m)
                throw new InvalidOperationException($"the provenance of {lot} is not what was filled in");
        }

        List<double> ordered = [.. milliseconds.Order()];
        Figures.Print($"{millions} M edges: p50 {ordered[Asked / 2]:0.0} ms, p99 {ordered[Asked * 99 / 100]:0.0} ms");
        return ordered[Asked * 99 / 100];
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
