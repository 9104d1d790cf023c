using System.Runtime.CompilerServices;
using Ledger.Api.Auth;
using Ledger.Api.Http;

namespace Ledger.Api.Capture;

/// <summary>
/// Appends many items with many on their way at once, and gives the results in the order of the items. Each stands or falls
/// by itself; how much is on its way is bounded by count and by ledger events. Items are read by the handful on all
/// processors, since reading one takes longer than the writer takes to store it.
/// </summary>
internal sealed class OrderedAppends(Intake intake)
{
    private const int MostItems = 4_096;
    private const int MostEvents = 16_384;
    private static readonly int ReadAhead = Environment.ProcessorCount;

    private readonly Queue<(PostedItem Posted, int Events, Task<ItemResult> Result)> _onTheirWay = new(MostItems);
    private int _events;

    public async IAsyncEnumerable<ItemResult> RunAsync(
        IAsyncEnumerable<PostedItem> items, Caller caller, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (posted, item) in ReadAsync(items, caller, cancellation))
        {
            _onTheirWay.Enqueue((posted, item.EventCount, intake.AppendAsync(item, isBulk: true)));
            _events += item.EventCount;
            while (_onTheirWay.Count >= MostItems || _events >= MostEvents) yield return await NextAsync();
        }

        while (_onTheirWay.Count > 0) yield return await NextAsync();
    }

    private async IAsyncEnumerable<(PostedItem Posted, CapturedItem Item)> ReadAsync(
        IAsyncEnumerable<PostedItem> items, Caller caller, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reading = new Queue<Task<IReadOnlyList<(PostedItem, CapturedItem)>>>();
        await foreach (var handful in Handful.OfAsync(items, cancellation))
        {
            reading.Enqueue(Task.Run(() => handful.Read(intake, caller), CancellationToken.None));
            if (reading.Count <= ReadAhead) continue;
            foreach (var read in await reading.Dequeue()) yield return read;
        }

        while (reading.TryDequeue(out var last))
            foreach (var read in await last)
                yield return read;
    }

    private async ValueTask<ItemResult> NextAsync()
    {
        var (posted, events, result) = _onTheirWay.Dequeue();
        _events -= events;
        return await result with { Line = posted.Line, Index = posted.Index };
    }
}
