using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Views;
using Ledger.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>Rebuilds that are asked for: one at a time, whoever works on it, however often it is cut off.</summary>
public sealed class RebuildTests
{
    private static readonly Lazy<IReadOnlyList<AppendRequest>> Postings = new(() =>
        [.. World.Generate(new(3, WorldSize.Small, new(2026, 3, 1))).Postings.Take(200).Select(Recorded.Of)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_while_one_is_under_way_is_told_of_that_one()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        var jobs = new RebuildJobs(ledger.Source);
        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(jobs)));
        Assert.Single(asked.Select(job => job.Id).Distinct());

        Assert.True(await Worker(ledger).StepAsync(Cancellation));
        Assert.Equal(RebuildState.Finished, (await jobs.FindAsync(asked[0].Id, Cancellation))!.State);
        Assert.NotEqual(asked[0].Id, (await AskAsync(jobs)).Id);
    }

    [Fact]
    public async Task Of_two_nodes_one_works_on_it_and_it_is_done_once()
    {
        await using var ledger = await FilledAsync();
        var before = await Rows.AllAsync(ledger.Source);
        var jobs = new RebuildJobs(ledger.Source);
        var job = await AskAsync(jobs);

        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Worker(ledger).StepAsync(Cancellation)));

        Assert.Single(done, isDone => isDone);
        var ended = (await jobs.FindAsync(job.Id, Cancellation))!;
        Assert.Equal((RebuildState.Finished, 1, job.TargetSequence), (ended.State, ended.Attempts, ended.ReachedSequence));
        Assert.Equal(before, await Rows.AllAsync(ledger.Source));
    }

    [Fact]
    public async Task A_node_that_is_cut_off_leaves_the_old_rows_and_the_next_begins_again()
    {
        await using var ledger = await FilledAsync();
        var before = await Rows.AllAsync(ledger.Source);
        var jobs = new RebuildJobs(ledger.Source);
        var job = await AskAsync(jobs);

        using var cut = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ledger.Rebuild.TryRunAsync(new(
            async stopping =>
            {
                await jobs.BeginAsync(job, stopping);
                return true;
            },
            (_, _) =>
            {
                cut.Cancel(); // in the middle, as a kill does: the connections go, the row stays
                cut.Token.ThrowIfCancellationRequested();
                return Task.CompletedTask;
            }, _ => Task.CompletedTask), cut.Token));
        Assert.Equal((RebuildState.Running, 1), await StateAsync(jobs, job));
        Assert.Equal(before, await Rows.AllAsync(ledger.Source));

        Assert.True(await Worker(ledger).StepAsync(Cancellation));
        Assert.Equal((RebuildState.Finished, 2), await StateAsync(jobs, job));
        Assert.Equal(before, await Rows.AllAsync(ledger.Source));
    }

    [Fact]
    public async Task One_that_is_cut_off_again_and_again_fails_and_another_may_be_asked_for()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        var jobs = new RebuildJobs(ledger.Source);
        var job = await AskAsync(jobs);
        for (var attempt = 0; attempt < 5; attempt++) await jobs.BeginAsync(job, Cancellation);

        Assert.False(await Worker(ledger).StepAsync(Cancellation));
        Assert.Equal((RebuildState.Failed, 5), await StateAsync(jobs, job));
        Assert.NotEqual(job.Id, (await AskAsync(jobs)).Id);
    }

    private static async Task<LedgerUnderTest> FilledAsync()
    {
        var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value);
        await ledger.CatchUpAsync();
        return ledger;
    }

    private static async Task<(RebuildState State, int Attempts)> StateAsync(RebuildJobs jobs, RebuildJob job) =>
        await jobs.FindAsync(job.Id, Cancellation) is { } now ? (now.State, now.Attempts) : default;

    private static Task<RebuildJob> AskAsync(RebuildJobs jobs) =>
        jobs.RequestAsync(Guid.NewGuid(), new("operator"), SystemClock.Instance.GetCurrentInstant(), Cancellation);

    private static RebuildWorker Worker(LedgerUnderTest ledger) =>
        new(new(ledger.Source), ledger.Rebuild, SystemClock.Instance, NullLogger<RebuildWorker>.Instance);
}
