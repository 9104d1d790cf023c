using Ledger.EventStore;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Hosting;
using Ledger.Simulation;
using Ledger.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Tests;

/// <summary>Views and what rules remember are committed without waiting for the disk: what a crash takes of them is made again.</summary>
public sealed class CrashedServerTests : IAsyncDisposable
{
    private const int Deaths = 6;
    private static readonly LocalDate LastDay = new(2026, 3, 1);

    private static readonly IReadOnlyList<AppendRequest> Postings =
        [.. World.Generate(new(5, WorldSize.Small, LastDay)).Postings.Select(Recorded.Of)];

    // The server hands over as late as it ever may.
    private readonly PrivateClusterOptions _options = new(ThrowAwayCluster.NewFolder())
    {
        Settings = new Dictionary<string, string> { ["wal_writer_delay"] = "10s" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await PrivateCluster.DeleteAsync(_options, CancellationToken.None);

    [Fact]
    public async Task What_a_crash_takes_of_views_and_findings_is_made_again()
    {
        var cluster = await StartAsync();
        await using var ledger = await LedgerUnderTest.StartAsync(cluster);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Host(ledger).RunAsync(stop.Token);
        var (lostViews, lostJudged) = (0L, 0L);
        foreach (var (death, part) in Postings.Chunk((Postings.Count / Deaths) + 1).Index())
        {
            await ledger.AppendAsync(part);
            Assert.True(await ledger.Calendar.CloseAsync(LastDay.PlusDays(death - Deaths), Cancellation));
            var head = await ledger.Store.HeadAsync(Cancellation);
            // When all is done, and in the middle of it.
            var dieAt = death % 2 == 0 ? head : head - (part.Length / 2);
            var judged = await Eventually.IsAsync(() => ledger.Evaluation.ProgressAsync(Cancellation), judged => judged >= dieAt);
            var written = await ledger.Views.ProgressAsync(Cancellation);
            await cluster.KillAsync();
            await cluster.RestartAsync(Cancellation);
            lostViews += Math.Max(0, written - await AnsweredAsync(ledger.Views.ProgressAsync));
            lostJudged += Math.Max(0, judged - await AnsweredAsync(ledger.Evaluation.ProgressAsync));
        }

        await Eventually.IsAsync(
            async () => (await ledger.Store.HeadAsync(Cancellation), await ledger.Evaluation.ProgressAsync(Cancellation)),
            at => at.Item1 == at.Item2);
        await stop.CancelAsync();
        await running;
        TestContext.Current.TestOutputHelper!.WriteLine($"lost {lostViews} of views, {lostJudged} judged");
        Assert.True(lostViews > 0, "no crash took anything");

        await ledger.CloseDayAsync(LastDay);
        var rows = await Rows.AllAsync(ledger.Source);
        await ledger.RebuildAsync();
        Assert.Equal(rows, await Rows.AllAsync(ledger.Source));
        Assert.Equal(await UndisturbedAsync(), await Rows.ContentAsync(ledger.Source));
    }

    private static async Task<IReadOnlyList<string>> UndisturbedAsync()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings);
        await ledger.CloseDayAsync(LastDay);
        return await Rows.ContentAsync(ledger.Source);
    }

    private async Task<PrivateCluster> StartAsync()
    {
        try
        {
            return await PrivateCluster.StartAsync(_options, Cancellation);
        }
        catch (PostgresNotFoundException none)
        {
            Requirement.Missing(none.Message);
            throw;
        }
    }

    private static Task<long> AnsweredAsync(Func<CancellationToken, Task<long>> ask) => Eventually.IsAsync(
        async () =>
        {
            try
            {
                return await ask(Cancellation);
            }
            catch (NpgsqlException)
            {
                return -1; // a pooled connection to the dead server
            }
        },
        answer => answer >= 0);

    private static ProjectionHost Host(LedgerUnderTest ledger) => new(
        ledger.Store, ledger.Views, new(new(ledger.Source), ledger.Store, SystemClock.Instance, mayRebuild: false, int.MaxValue),
        ledger.Evaluator, ledger.Evaluation, ledger.Review, new(ledger.Views, ledger.Evaluation), NullLogger<ProjectionHost>.Instance);
}
