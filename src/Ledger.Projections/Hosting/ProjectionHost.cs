using Ledger.EventStore;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Views;
using Microsoft.Extensions.Logging;

namespace Ledger.Projections.Hosting;

/// <summary>
/// Follows the sequence: one loop keeps the views, one runs the rules behind them, and a slow one looks again at what a changed
/// setting concerns. Any number of nodes may do it at once; the
/// progress rows decide whose work counts.
/// </summary>
public sealed class ProjectionHost(
    IEventStore store, ViewWriter views, FarBehind farBehind, Evaluator evaluator, EvaluationState evaluation, SettingReview review,
    Progress progress, ILogger<ProjectionHost> log)
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
        ForeverAsync("views", KeepViewsAsync, cancellation), ForeverAsync("evaluator", EvaluateAsync, cancellation),
        ForeverAsync("settings", ReviewSettingsAsync, cancellation));

    private async Task KeepViewsAsync(CancellationToken cancellation)
    {
        var from = await views.ProgressAsync(cancellation);
        while (await farBehind.IsLeftToRebuildAsync(from, cancellation))
        {
            await progress.NextMoveAsync(cancellation);
            from = await views.ProgressAsync(cancellation);
        }

        await foreach (var page in store.FollowAsync(from, PageSize, cancellation))
        {
            if (!await views.WriteAsync(from, page, cancellation)) return; // another node was there first: start from where it is
            from = page[^1].Sequence;
            progress.Moved();
            if (page.Count == PageSize && await farBehind.IsLeftToRebuildAsync(from, cancellation)) return;
        }
    }

    private async Task EvaluateAsync(CancellationToken cancellation)
    {
        await using var held = await evaluation.HoldAsync(cancellation);
        var (scope, from) = (new EvaluationScope(0), await held.ReadAsync(cancellation));
        while (true)
        {
            // A backlog is worked off up to where the views were when it was begun.
            if (from >= scope.UpTo) scope = await NextBacklogAsync(cancellation);
            var begun = from;
            await foreach (var page in evaluator.PagesAsync(scope, from, PageSize, cancellation))
            {
                await evaluator.EvaluateAsync(page, scope, cancellation);
                var isMoved = await held.MoveAsync(from, page.End, cancellation);
                from = isMoved ? page.End : await held.ReadAsync(cancellation);
                progress.Moved();
                if (!isMoved) break; // another node did: on from where it is
            }

            if (from != begun) continue;
            await progress.NextMoveAsync(cancellation);
            from = await held.ReadAsync(cancellation); // another node may have moved it
        }
    }

    // What rules would say of half of what is there they would take back after the other half: while views are far behind, as when they are
    // made anew or a year is uploaded, rules wait for them.
    private async Task<EvaluationScope> NextBacklogAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var asked = store.HeadAsync(cancellation);
            var (written, head) = (await views.ProgressAsync(cancellation), await asked);
            if (!farBehind.Is(written, head)) return new(written, views.MemoryOf(written));
            await progress.NextMoveAsync(cancellation);
        }
    }

    // A small batch and a rest, so that what is posted meanwhile is judged as soon as ever.
    private async Task ReviewSettingsAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await review.StepAsync(cancellation)) progress.Moved();
            await Task.Delay(Rest, cancellation);
        }
    }

    private async Task ForeverAsync(string name, Func<CancellationToken, Task> loop, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await loop(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // An outage must not end the loop: what it did not finish it does again.
                Log.LoopFailed(log, exception, name, Pause.TotalSeconds);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }
}
