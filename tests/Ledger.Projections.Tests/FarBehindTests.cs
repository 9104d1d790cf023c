using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Views;
using Ledger.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>Views that are far behind are made anew, and rules wait for them.</summary>
public sealed class FarBehindTests
{
    private const int Far = 200;
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(2);

    private static readonly Lazy<IReadOnlyList<AppendRequest>> Postings = new(() =>
        [.. World.Generate(new(5, WorldSize.Small, new(2026, 3, 1))).Postings.Select(Recorded.Of)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Views_without_rows_are_made_anew_and_rules_look_when_they_are_there()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value);
        var posted = await ledger.Store.HeadAsync(Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var running = Task.WhenAll(Host(ledger, mayRebuild: true).RunAsync(stop.Token), Worker(ledger).RunAsync(stop.Token));
        await UntilAsync(async () => await ledger.Evaluation.ProgressAsync(Cancellation) >= posted);
        await stop.CancelAsync();
        await running;

        var job = await new RebuildJobs(ledger.Source).LatestAsync(Cancellation);
        Assert.Equal((RebuildState.Finished, FarBehind.AskedBy, posted), (job?.State, job?.RequestedBy, job?.TargetSequence));
        await ledger.CatchUpAsync();
        var rows = await Rows.AllAsync(ledger.Source);
        await ledger.RebuildAsync();
        Assert.Equal(rows, await Rows.AllAsync(ledger.Source));
    }

    [Fact]
    public async Task Rules_do_not_look_while_views_are_far_behind()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value);
        var posted = await ledger.Store.HeadAsync(Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var evaluatedFirst = 0L;

        var running = Host(ledger, mayRebuild: false).RunAsync(stop.Token);
        await UntilAsync(async () =>
        {
            var evaluated = await ledger.Evaluation.ProgressAsync(Cancellation);
            if (posted - await ledger.Views.ProgressAsync(Cancellation) >= Far) evaluatedFirst = Math.Max(evaluatedFirst, evaluated);
            return evaluated >= posted;
        });
        await stop.CancelAsync();
        await running;

        Assert.Equal(0, evaluatedFirst);
        Assert.Null(await new RebuildJobs(ledger.Source).LatestAsync(Cancellation));
    }

    [Fact]
    public async Task Little_that_is_missing_is_written_page_by_page()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value);
        var head = await ledger.Store.HeadAsync(Cancellation);

        Assert.False(await Behind(ledger, mayRebuild: true).IsLeftToRebuildAsync(head - Far + 1, Cancellation));
        Assert.False(await Behind(ledger, mayRebuild: true).IsLeftToRebuildAsync((head * 2 / 3) + 1, Cancellation));
        Assert.False(await Behind(ledger, mayRebuild: false).IsLeftToRebuildAsync(0, Cancellation));
        Assert.Null(await new RebuildJobs(ledger.Source).LatestAsync(Cancellation));
    }

    [Fact]
    public async Task All_nodes_wait_for_one_rebuild_and_none_asks_again_for_what_failed()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value);
        var jobs = new RebuildJobs(ledger.Source);

        Assert.True(await Behind(ledger, mayRebuild: true).IsLeftToRebuildAsync(0, Cancellation));
        Assert.True(await Behind(ledger, mayRebuild: true).IsLeftToRebuildAsync(0, Cancellation));
        var job = (await jobs.LatestAsync(Cancellation))!;
        Assert.Equal(RebuildState.Waiting, job.State);

        await jobs.EndAsync(job, RebuildState.Failed, SystemClock.Instance.GetCurrentInstant(), Cancellation);
        Assert.False(await Behind(ledger, mayRebuild: true).IsLeftToRebuildAsync(0, Cancellation));
        Assert.Equal(job.Id, (await jobs.LatestAsync(Cancellation))!.Id);
    }

    [Fact]
    public async Task A_rebuild_begins_again_when_much_came_meanwhile()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value.Take(100));
        var replayedFrom = new List<long>();
        var watch = new RebuildWatch(
            _ => Task.FromResult(true),
            async (_, _) =>
            {
                replayedFrom.Add(await ProgressOfNewAsync(ledger));
                if (replayedFrom.Count == 1) await ledger.AppendAsync(Postings.Value.Skip(100));
            },
            _ => Task.CompletedTask);

        Assert.True(await new Rebuild(ledger.Store, ledger.ConnectionString(EventStore.PrivatePostgres.ClusterRoles.Owner),
            ledger.ConnectionString(EventStore.PrivatePostgres.ClusterRoles.App), LedgerUnderTest.Schema) { Far = Far }
            .TryRunAsync(watch, Cancellation));

        Assert.All(replayedFrom, from => Assert.Equal(0, from));
        var rows = await Rows.AllAsync(ledger.Source);
        await ledger.RebuildAsync();
        Assert.Equal(rows, await Rows.AllAsync(ledger.Source));
    }

    // It moves when all streams are written.
    private static async Task<long> ProgressOfNewAsync(LedgerUnderTest ledger)
    {
        await using var command = ledger.Source.CreateCommand("SELECT seq FROM ledger_views_rebuild.progress");
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo()) Assert.True(waited.Elapsed < AtMost, "it takes too long");
    }

    private static FarBehind Behind(LedgerUnderTest ledger, bool mayRebuild) =>
        new(new(ledger.Source), ledger.Store, SystemClock.Instance, mayRebuild, Far);

    private static ProjectionHost Host(LedgerUnderTest ledger, bool mayRebuild) => new(
        ledger.Store, ledger.Views, Behind(ledger, mayRebuild), ledger.Evaluator, ledger.Evaluation, ledger.Review,
        new(ledger.Views, ledger.Evaluation), NullLogger<ProjectionHost>.Instance);

    private static RebuildWorker Worker(LedgerUnderTest ledger) =>
        new(new(ledger.Source), ledger.Rebuild, SystemClock.Instance, NullLogger<RebuildWorker>.Instance);
}
