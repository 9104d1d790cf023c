namespace Ledger.EventStore.GroupCommit;

/// <summary>A request in the queue, with the task its caller waits on.</summary>
internal sealed class Pending(AppendRequest request)
{
    // Continuations run elsewhere: the writer must not carry its callers' work.
    private readonly TaskCompletionSource<AppendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendRequest Request { get; } = request;

    /// <summary>Milliseconds of the system's tick count.</summary>
    public long Since { get; } = Environment.TickCount64;

    /// <summary>Also true when the caller stopped waiting: what was not tried by then is not tried any more.</summary>
    public bool IsAnswered => _answer.Task.IsCompleted;

    public void Complete(AppendResult result) => _answer.TrySetResult(result);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    /// <summary>The answer, or Unknown when none came in time.</summary>
    public Task<AppendResult> AnswerAsync(CancellationToken cancellation) =>
        cancellation.CanBeCanceled ? AnswerOrGiveUpAsync(cancellation) : _answer.Task;

    private async Task<AppendResult> AnswerOrGiveUpAsync(CancellationToken cancellation)
    {
        try
        {
            return await _answer.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Complete(AppendResult.Unknown);
            throw;
        }
    }
}
