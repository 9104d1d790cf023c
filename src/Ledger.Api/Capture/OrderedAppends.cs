using System.Runtime.CompilerServices;
using Ledger.Api.Auth;
using Ledger.Api.Http;

namespace Ledger.Api.Capture;

/// <summary>
/// Appends many items with many on their way at once, and gives the results in the order of the items. Each stands or falls
/// by itself; how much is on its way is bounded by count and by ledger events.
/// </summary>
internal sealed class OrderedAppends(Intake intake)
{
    private const int MostItems = 1_024;
    private const int MostEvents = 16_384;

    private readonly Queue<(PostedItem Posted, int Events, Task<ItemResult> Result)> _onTheirWay = new(MostItems);
    private int _events;

    public async IAsyncEnumerable<ItemResult> RunAsync(
        IAsyncEnumerable<PostedItem> items, Caller caller, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var posted in items.WithCancellation(cancellation))
        {
            var item = posted.IsTooLong
                ? CapturedItem.Refused(null, new(Problem.TooLarge, "The line is too long.")) : intake.Read(posted.Bytes.Span, caller);
            _onTheirWay.Enqueue((posted with { Bytes = default }, item.EventCount, intake.AppendAsync(item, isBulk: true)));
            _events += item.EventCount;
            while (_onTheirWay.Count >= MostItems || _events >= MostEvents) yield return await NextAsync();
        }

        while (_onTheirWay.Count > 0) yield return await NextAsync();
    }

    private async ValueTask<ItemResult> NextAsync()
    {
        var (posted, events, result) = _onTheirWay.Dequeue();
        _events -= events;
        return await result with { Line = posted.Line, Index = posted.Index };
    }
}
