using System.Numerics;

namespace Ledger.Transparency.Merkle;

/// <summary>
/// A tree that is only ever appended to, as the roots of its full subtrees, the largest first: one for each bit of its
/// size that is set. Enough to append and to give the root, and all that has to be kept between two runs.
/// </summary>
public sealed class CompactRange
{
    private readonly List<TreeHash> _roots;

    /// <summary>The tree without leaves.</summary>
    public CompactRange() => _roots = [];

    /// <summary>Takes a tree up where it was left.</summary>
    /// <exception cref="ArgumentException">Not as many roots as the size has bits set.</exception>
    public CompactRange(long size, IEnumerable<TreeHash> subtreeRoots)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _roots = [.. subtreeRoots];
        if (_roots.Count != BitOperations.PopCount((ulong)size))
        {
            throw new ArgumentException($"A tree of {size} leaves has other subtrees.", nameof(subtreeRoots));
        }
        Size = size;
    }

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The roots of the full subtrees, the largest first.</summary>
    public IReadOnlyList<TreeHash> SubtreeRoots => _roots;

    /// <summary>The root of the whole tree (RFC 6962, 2.1).</summary>
    public TreeHash Root
    {
        get
        {
            if (_roots.Count == 0) return TreeHash.OfEmptyTree;
            var root = _roots[^1];
            for (var i = _roots.Count - 2; i >= 0; i--) root = TreeHash.Of(_roots[i], root);
            return root;
        }
    }

    /// <summary>Appends one leaf: every subtree that it completes is joined with its neighbour.</summary>
    public void Append(TreeHash leaf)
    {
        for (var completed = BitOperations.TrailingZeroCount(~Size); completed > 0; completed--)
        {
            leaf = TreeHash.Of(_roots[^1], leaf);
            _roots.RemoveAt(_roots.Count - 1);
        }
        _roots.Add(leaf);
        Size++;
    }
}
