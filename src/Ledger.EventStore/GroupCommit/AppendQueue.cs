using System.Threading.Channels;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// What waits for the writer: single requests, which are refused when there is no room, and slices of bulk requests, which
/// wait for room. A phone never waits behind a spreadsheet: each drain takes singles first and leaves bulk its share.
/// </summary>
internal sealed class AppendQueue : IDisposable
{
    /// <summary>Events that may wait in single requests.</summary>
    public const int SingleCapacity = 8_192;

    private const int BulkRequests = 4_096;
    private const int BulkShare = 256;
    private const int BulkAlone = 512;

    private readonly Channel<Pending> _single = Channel.CreateUnbounded<Pending>(new() { SingleReader = true });
    private readonly Channel<Pending> _bulk = Channel.CreateBounded<Pending>(new BoundedChannelOptions(BulkRequests)
    {
        SingleReader = true,
    });

    private readonly AutoResetEvent _wake = new(initialState: false);
    private int _isAsleep;
    private int _isClosed;
    private int _singleEvents;

    /// <summary>What waits now.</summary>
    public QueueState State => new(Math.Max(0, Volatile.Read(ref _singleEvents)), SingleCapacity, _bulk.Reader.Count, BulkRequests);

    /// <summary>False when there is no room, or no more is taken.</summary>
    public bool TryAdd(Pending pending)
    {
        var events = pending.Request.EventCount;
        if (Interlocked.Add(ref _singleEvents, events) <= SingleCapacity && _single.Writer.TryWrite(pending))
            return Woken();

        Interlocked.Add(ref _singleEvents, -events);
        return false;
    }

    /// <summary>False when there was no room in time, or no more is taken.</summary>
    public async Task<bool> AddBulkAsync(Pending pending, TimeSpan patience, CancellationToken cancellation)
    {
        if (_bulk.Writer.TryWrite(pending)) return Woken();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            await _bulk.Writer.WriteAsync(pending, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (ChannelClosedException)
        {
            return false;
        }

        return Woken();
    }

    /// <summary>No more requests; what is queued is still handed out.</summary>
    public void Close()
    {
        _single.Writer.TryComplete();
        _bulk.Writer.TryComplete();
        Volatile.Write(ref _isClosed, 1);
        Woken();
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _isAsleep, 0); // nobody wakes any more
        _wake.Dispose();
    }

    /// <summary>Blocks the writer's thread until there is something to drain; false once closed and empty.</summary>
    public bool Wait()
    {
        while (!HasAny)
        {
            if (Volatile.Read(ref _isClosed) == 1) return HasAny;
            Interlocked.Exchange(ref _isAsleep, 1); // before the last look: whoever adds after it sees that the writer sleeps
            if (HasAny || Volatile.Read(ref _isClosed) == 1) continue;
            _wake.WaitOne();
        }

        return true;
    }

    /// <summary>
    /// Takes single requests up to about <paramref name="maxEvents"/> events, and bulk beside them or, where nobody waits, in
    /// larger batches; at least one when any is waited for.
    /// </summary>
    public List<Pending> Drain(int maxEvents)
    {
        var drained = new List<Pending>();
        var isBulkWaiting = _bulk.Reader.TryPeek(out _);
        var singleRoom = isBulkWaiting ? maxEvents - BulkShare : maxEvents;
        var left = Take(_single.Reader, drained, singleRoom);
        Interlocked.Add(ref _singleEvents, left - singleRoom);
        if (isBulkWaiting) Take(_bulk.Reader, drained, drained.Count == 0 ? BulkAlone : left + BulkShare);
        return drained.FindAll(pending => !pending.IsAnswered);
    }

    private bool Woken()
    {
        if (Interlocked.Exchange(ref _isAsleep, 0) == 1) _wake.Set();
        return true;
    }

    private static int Take(ChannelReader<Pending> reader, List<Pending> into, int room)
    {
        while (room > 0 && reader.TryRead(out var pending))
        {
            into.Add(pending);
            room -= pending.Request.EventCount;
        }

        return room;
    }

    private bool HasAny => _single.Reader.TryPeek(out _) || _bulk.Reader.TryPeek(out _);
}
