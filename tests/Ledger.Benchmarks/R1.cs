using Ledger.EventStore.PrivatePostgres;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>
/// The reference of all writing: pgbench -c 32 -j 2 with single-row prepared INSERTs into a table like <c>event</c>,
/// synchronous_commit on.
/// </summary>
internal static class R1
{
    /// <summary>One row by itself; $1 id, $2 the bytes.</summary>
    public const string InsertSql =
        """
        INSERT INTO r1_event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
        SELECT n, $1, 'lot/org-1/' || n % 10000, n::int, 'lot_weighed', now(), $2, sha256($2)
        FROM (SELECT nextval('r1_seq') AS n) AS drawn
        """;

    private const int Clients = 32;

    private const string Table =
        """
        CREATE TABLE r1_event (LIKE event INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES);
        CREATE SEQUENCE r1_seq;
        GRANT SELECT, INSERT ON r1_event TO ledger_app;
        GRANT USAGE ON r1_seq TO ledger_app;
        """;

    // pgbench takes a colon for the start of a variable, so the streams are named with slashes.
    private const string Script =
        """
        INSERT INTO ledger.r1_event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
        SELECT n, gen_random_uuid(), 'lot/org-1/' || n % 10000, n::int, 'lot_weighed', now(), decode(repeat('78', 560), 'hex'),
               decode(repeat('00', 32), 'hex') FROM (SELECT nextval('ledger.r1_seq') AS n) AS drawn;
        """;

    public static async Task CreateTableAsync(BenchmarkCluster cluster)
    {
        await using var owner = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.Owner));
        await using var create = owner.CreateCommand(Table);
        await create.ExecuteNonQueryAsync();
    }

    /// <summary>Rows a second.</summary>
    public static Task<double> MeasureAsync(BenchmarkCluster cluster, TimeSpan time) => cluster.PgBenchAsync(Script, Clients, time);
}
