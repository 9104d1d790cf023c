using Ledger.EventStore;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Views;
using Ledger.Simulation;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Tests;

/// <summary>Statements stay prepared for as long as their connection lives; what they speak of may be replaced meanwhile.</summary>
public sealed class PreparedStatementTests
{
    private const string Lots = "SELECT lot_id, body FROM lot ORDER BY lot_id";

    private static readonly IReadOnlyList<AppendRequest> Postings =
        [.. World.Generate(new(3, WorldSize.Small, new(2026, 3, 1))).Postings.Take(200).Select(Recorded.Of)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prepared_statement_reads_what_a_rebuild_put_in_place()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Take(100));
        await ledger.CatchUpAsync();
        await using var held = await ledger.Source.OpenConnectionAsync(Cancellation);
        for (var often = 0; often < 12; often++) await ReadAsync(held, Lots); // beyond where PostgreSQL may choose a generic plan
        Assert.Equal(["1"], await ReadAsync(held, $"SELECT count(*)::text FROM pg_prepared_statements WHERE statement = '{Lots}'"));

        await ledger.RebuildAsync();
        await ledger.AppendAsync(Postings.Skip(100));
        await ledger.CatchUpAsync();

        var seen = await ReadAsync(held, Lots);
        await using var fresh = await ledger.Source.OpenConnectionAsync(Cancellation);
        Assert.NotEqual(held.ProcessID, fresh.ProcessID);
        Assert.Equal(await ReadAsync(fresh, Lots), seen);
        Assert.True(seen.Count > 0);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(";Max Auto Prepare=0", false)]
    public async Task Who_runs_it_may_switch_that_off(string setting, bool isPrepared)
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await using var source = ViewSchema.Source(
            ledger.ConnectionString(ClusterRoles.App) + setting, ViewSchema.SearchPath(LedgerUnderTest.Schema));
        await using var held = await source.OpenConnectionAsync(Cancellation);

        for (var often = 0; often < 12; often++) await ReadAsync(held, Lots);

        Assert.Equal([isPrepared ? "1" : "0"], await ReadAsync(held, "SELECT count(*)::text FROM pg_prepared_statements"));
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancellation)) rows.Add(reader.GetString(0));
        return rows;
    }
}
