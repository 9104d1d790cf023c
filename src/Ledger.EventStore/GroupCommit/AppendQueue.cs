using System.Threading.Channels;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// What waits for the writer: single requests, which are refused when there is no room, and slices of bulk requests, which
/// wait for room. A phone never waits behind a spreadsheet: each drain takes singles first and leaves bulk its share.
/// </summary>
internal sealed class AppendQueue
{
    private const int SingleCapacity = 8_192;
    private const int BulkCapacity = 1_024;
    private const int BulkShare = 256;

    private readonly Channel<Pending> _single = Channel.CreateBounded<Pending>(new BoundedChannelOptions(SingleCapacity) { SingleReader = true });
    private readonly Channel<Pending> _bulk = Channel.CreateBounded<Pending>(new BoundedChannelOptions(BulkCapacity) { SingleReader = true });
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>False when there is no room.</summary>
    public bool TryAdd(Pending pending)
    {
        var isAdded = _single.Writer.TryWrite(pending);
        if (isAdded) _wake.Writer.TryWrite(true);
        return isAdded;
    }

    public async ValueTask AddBulkAsync(Pending pending, CancellationToken cancellation)
    {
        await _bulk.Writer.WriteAsync(pending, cancellation);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>No more requests; what is queued is still handed out.</summary>
    public void Close()
    {
        _single.Writer.TryComplete();
        _bulk.Writer.TryComplete();
        _wake.Writer.TryComplete();
    }

    /// <summary>Waits until there is something to drain; false once closed and empty.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        while (!HasAny)
        {
            if (!await _wake.Reader.WaitToReadAsync()) return HasAny;
            _wake.Reader.TryRead(out _);
        }

        return true;
    }

    /// <summary>Takes requests up to about <paramref name="maxEvents"/> events; at least one request when there is any.</summary>
    public void Drain(List<Pending> into, int maxEvents)
    {
        var isBulkWaiting = _bulk.Reader.TryPeek(out _);
        var room = Take(_single.Reader, into, isBulkWaiting ? maxEvents - BulkShare : maxEvents);
        Take(_bulk.Reader, into, isBulkWaiting ? room + BulkShare : 0);
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
