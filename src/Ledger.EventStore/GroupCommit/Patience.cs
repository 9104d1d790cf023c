using System.Collections.Concurrent;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// Answers Unknown to whoever waited too long. One timer looks at the oldest, since a timer for every request costs more than
/// hashing its event.
/// </summary>
internal sealed class Patience : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<Pending> _waiting = new();
    private readonly Lock _looking = new(); // one at a time: what is taken out must be what was looked at
    private readonly TimeSpan _limit;
    private readonly Timer _timer;

    public Patience(TimeSpan limit)
    {
        _limit = limit;
        _timer = new(_ => GiveUp(), null, Look, Look);
    }

    /// <summary>Also lets go of who has been answered: what is kept here lives through collections that it need not.</summary>
    public void WatchOver(Pending pending)
    {
        _waiting.Enqueue(pending);
        if (!_looking.TryEnter()) return;
        try
        {
            while (_waiting.TryPeek(out var oldest) && oldest.IsAnswered) _waiting.TryDequeue(out _);
        }
        finally
        {
            _looking.Exit();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void GiveUp()
    {
        var before = Environment.TickCount64 - (long)_limit.TotalMilliseconds;
        lock (_looking)
        {
            while (_waiting.TryPeek(out var oldest) && (oldest.IsAnswered || oldest.Since <= before))
                if (_waiting.TryDequeue(out var waited)) waited.Complete(AppendResult.Unknown); // nothing where it was answered
        }
    }
}
