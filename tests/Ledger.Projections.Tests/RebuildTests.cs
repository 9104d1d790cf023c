using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Views;
using Ledger.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

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

    // A statement that reads two views has one locked while it waits for the other.
    [Theory]
    [InlineData("finding", "incident")]
    [InlineData("incident", "finding")]
    [InlineData("lot", "progress")]
    public async Task A_reader_in_the_middle_of_two_views_is_not_stopped_and_the_old_ones_go_when_it_is_done(string first, string second)
    {
        await using var ledger = await FilledAsync();
        await using var reader = await ledger.Source.OpenConnectionAsync(Cancellation);
        var reading = await reader.BeginTransactionAsync(Cancellation);
        await ReadAsync(reader, first);
        var isDone = new TaskCompletionSource();
        var rebuild = ledger.Rebuild.TryRunAsync(new(_ => Task.FromResult(true), (_, _) => Task.CompletedTask, _ =>
        {
            isDone.SetResult();
            return Task.CompletedTask;
        }), Cancellation);

        await isDone.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await ReadAsync(reader, second);
        Assert.Contains("ledger_views_old", await SchemasAsync(ledger));
        Assert.False(rebuild.IsCompleted);

        await reading.CommitAsync(Cancellation);
        Assert.True(await rebuild.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.DoesNotContain("ledger_views_old", await SchemasAsync(ledger));
        await ledger.RebuildAsync();
    }

    [Fact]
    public async Task Old_views_that_nobody_could_drop_are_gone_after_the_next_rebuild()
    {
        await using var ledger = await FilledAsync();
        await using var reader = await ledger.Source.OpenConnectionAsync(Cancellation);
        var reading = await reader.BeginTransactionAsync(Cancellation);
        await ReadAsync(reader, "lot");
        using var cut = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ledger.Rebuild.TryRunAsync(
            new(_ => Task.FromResult(true), (_, _) => Task.CompletedTask, _ => cut.CancelAsync()), cut.Token));
        await reading.CommitAsync(Cancellation);
        Assert.Contains("ledger_views_old", await SchemasAsync(ledger));

        await ledger.RebuildAsync();
        Assert.DoesNotContain("ledger_views_old", await SchemasAsync(ledger));
    }

    private static async Task ReadAsync(NpgsqlConnection reader, string view)
    {
        await using var command = new NpgsqlCommand($"SET LOCAL statement_timeout = '10s'; SELECT count(*) FROM {view}", reader);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<IReadOnlyList<string>> SchemasAsync(LedgerUnderTest ledger)
    {
        await using var command = ledger.Source.CreateCommand("SELECT nspname::text FROM pg_namespace");
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation)) names.Add(reader.GetString(0));
        return names;
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
