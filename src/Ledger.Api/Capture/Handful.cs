using System.Buffers;
using System.Runtime.CompilerServices;
using Ledger.Api.Auth;
using Ledger.Api.Http;

namespace Ledger.Api.Capture;

/// <summary>A few posted items with bytes of their own, to be read together while others are fetched.</summary>
internal sealed class Handful
{
    private const int MostItems = 64;
    private const int MostBytes = 1 << 16;

    private readonly List<(PostedItem Posted, int Start, int Length)> _items = new(MostItems);
    private readonly ArrayBufferWriter<byte> _bytes = new(MostBytes / 2);

    private bool IsFull => _items.Count >= MostItems || _bytes.WrittenCount >= MostBytes;

    /// <summary>All items, in their order.</summary>
    public static async IAsyncEnumerable<Handful> OfAsync(
        IAsyncEnumerable<PostedItem> items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var handful = new Handful();
        await foreach (var item in items.WithCancellation(cancellation))
        {
            handful.Add(item);
            if (!handful.IsFull) continue;
            yield return handful;
            handful = new();
        }

        yield return handful;
    }

    public IReadOnlyList<(PostedItem Posted, CapturedItem Item)> Read(Intake intake, Caller caller)
    {
        var read = new List<(PostedItem, CapturedItem)>(_items.Count);
        foreach (var (posted, start, length) in _items)
            read.Add((posted, posted.IsTooLong
                ? CapturedItem.Refused(null, new(Problem.TooLarge, "The line is too long."))
                : intake.Read(_bytes.WrittenSpan.Slice(start, length), caller)));
        return read;
    }

    private void Add(PostedItem item)
    {
        _items.Add((item with { Bytes = default }, _bytes.WrittenCount, item.Bytes.Length));
        _bytes.Write(item.Bytes.Span);
    }
}
