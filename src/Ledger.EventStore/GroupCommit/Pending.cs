namespace Ledger.EventStore.GroupCommit;

/// <summary>A request in the queue, with the task its caller waits on.</summary>
internal sealed class Pending(AppendRequest request)
{
    // Continuations run elsewhere: the writer must not carry its callers' work.
    private readonly TaskCompletionSource<AppendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendRequest Request { get; } = request;

    /// <summary>Also true when the caller stopped waiting: what was not tried by then is not tried any more.</summary>
    public bool IsAnswered => _answer.Task.IsCompleted;

    public void Complete(AppendResult result) => _answer.TrySetResult(result);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    /// <summary>The answer, or Unknown when none came in time.</summary>
    public async Task<AppendResult> AnswerAsync(TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return await _answer.Task.WaitAsync(patience, cancellation);
        }
        catch (TimeoutException)
        {
            Complete(AppendResult.Unknown);
            return await _answer.Task;
        }
        catch (OperationCanceledException)
        {
            Complete(AppendResult.Unknown);
            throw;
        }
    }
}
