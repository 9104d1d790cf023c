namespace Ledger.EventStore;

/// <summary>Tells followers on this node that the sequence moved. A hint: they poll for what other nodes append.</summary>
internal sealed class HeadSignal
{
    private TaskCompletionSource _next = NewSource();
    private long _sequence;

    /// <summary>The newest sequence this node has appended.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    public void Raise(long sequence)
    {
        Volatile.Write(ref _sequence, sequence);
        Interlocked.Exchange(ref _next, NewSource()).TrySetResult();
    }

    /// <summary>Returns when the sequence has passed <paramref name="after"/> here, or after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(long after, TimeSpan atMost, CancellationToken cancellation)
    {
        var next = Volatile.Read(ref _next).Task;
        if (Sequence > after) return;
        await Task.WhenAny(next, Task.Delay(atMost, cancellation));
        cancellation.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
