using Ledger.Projections.Evaluation;
using Ledger.Projections.Views;

namespace Ledger.Projections.Hosting;

/// <summary>
/// How far views and evaluator are, whichever node moved them: the database is asked, this node's own moves only wake sooner.
/// </summary>
public sealed class Progress(ViewWriter views, EvaluationState evaluation)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private TaskCompletionSource _moved = NewSource();

    public Task<long> ViewsAsync(CancellationToken cancellation) => views.ProgressAsync(cancellation);

    public Task<long> EvaluationAsync(CancellationToken cancellation) => evaluation.ProgressAsync(cancellation);

    /// <summary>Waits until rules have looked at that sequence; false when it took longer.</summary>
    public Task<bool> WaitForEvaluationAsync(long sequence, TimeSpan atMost, CancellationToken cancellation) =>
        WaitAsync(EvaluationAsync, sequence, atMost, cancellation);

    /// <summary>Waits until views reflect that sequence; false when it took longer.</summary>
    public Task<bool> WaitForViewsAsync(long sequence, TimeSpan atMost, CancellationToken cancellation) =>
        WaitAsync(ViewsAsync, sequence, atMost, cancellation);

    /// <summary>Returns after the next move on this node, or a poll's time.</summary>
    internal async Task NextMoveAsync(CancellationToken cancellation)
    {
        await Task.WhenAny(Volatile.Read(ref _moved).Task, Task.Delay(Poll, cancellation));
        cancellation.ThrowIfCancellationRequested();
    }

    internal void Moved() => Interlocked.Exchange(ref _moved, NewSource()).TrySetResult();

    private async Task<bool> WaitAsync(
        Func<CancellationToken, Task<long>> progress, long sequence, TimeSpan atMost, CancellationToken cancellation)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (await progress(cancellation) < sequence)
        {
            if (waited.Elapsed > atMost) return false;
            await NextMoveAsync(cancellation);
        }

        return true;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
