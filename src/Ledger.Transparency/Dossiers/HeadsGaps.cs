using Ledger.Transparency.Heads;

namespace Ledger.Transparency.Dossiers;

/// <summary>Streams there were not, by proved places in a tree of heads: it is sorted, so two neighbours leave no room.</summary>
/// <param name="size">Of the tree.</param>
public sealed class HeadsGaps(IEnumerable<(long Index, string Stream)> placed, long size)
{
    private readonly List<(long Index, string Stream)> _placed = [.. placed.OrderBy(head => head.Index)];

    /// <summary>True if the stream's place is proved to be empty.</summary>
    public bool Hold(string stream)
    {
        var after = FirstAfter(stream);
        (long Index, string Stream)? before = after > 0 ? _placed[after - 1] : null;
        (long Index, string Stream)? next = after < _placed.Count ? _placed[after] : null;
        if (before is { } lower && StreamHead.Compare(lower.Stream, stream) >= 0) return false;
        if (next is { } upper && StreamHead.Compare(upper.Stream, stream) <= 0) return false;
        var (from, to) = (before?.Index ?? -1, next?.Index ?? size);
        return from + 1 == to;
    }

    // The place of the first head whose stream sorts after this one.
    private int FirstAfter(string stream)
    {
        var (low, high) = (0, _placed.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (StreamHead.Compare(_placed[middle].Stream, stream) > 0) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
