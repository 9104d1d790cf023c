namespace Ledger.EventStore.GroupCommit;

/// <summary>A request in the queue, with the task its caller waits on.</summary>
internal sealed class Pending(AppendRequest request)
{
    // Continuations run elsewhere: the writer must not carry its callers' work.
    private readonly TaskCompletionSource<AppendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendRequest Request { get; } = request;

    public Task<AppendResult> Answer => _answer.Task;

    public bool IsAnswered => _answer.Task.IsCompleted;

    public void Complete(AppendResult result) => _answer.TrySetResult(result);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
