using Ledger.Transparency.Notes;

namespace Ledger.Projections.Integration;

/// <summary>A checkpoint as it is published.</summary>
/// <param name="Note">With all its signatures.</param>
/// <param name="Head">What they sign.</param>
public sealed record PublishedCheckpoint(SignedNote Note, Checkpoint Head);

/// <summary>What this node knows of the published log; whichever node published it.</summary>
public sealed class PublishedLog
{
    private TaskCompletionSource _moved = NewSource();
    private PublishedCheckpoint? _current;
    private volatile string? _problem;

    /// <summary>The newest; null before the first.</summary>
    public PublishedCheckpoint? Current => Volatile.Read(ref _current);

    /// <summary>Why nothing is signed, and what to do; null where all is well.</summary>
    public string? Problem { get => _problem; internal set => _problem = value; }

    /// <summary>The checkpoint, when it covers that many events; null if it took longer.</summary>
    public async Task<PublishedCheckpoint?> WaitAsync(long size, TimeSpan atMost, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(atMost);
        while (!patience.IsCancellationRequested)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (Current is { } current && current.Head.Size >= size) return current;
            await moved.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellation.ThrowIfCancellationRequested();
        return null;
    }

    /// <summary>Takes it unless a larger one of the same log is known: what readers saw does not go back. False for what is none.</summary>
    internal bool TrySet(string note)
    {
        if (Current?.Note.ToString() == note) return true;
        try
        {
            var parsed = SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(note));
            var head = Checkpoint.Parse(parsed.Text);
            if (Current?.Head is { } shown && shown.Origin == head.Origin && shown.Size > head.Size) return true;
            Volatile.Write(ref _current, new(parsed, head));
        }
        catch (FormatException)
        {
            return false;
        }

        Interlocked.Exchange(ref _moved, NewSource()).TrySetResult();
        return true;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
