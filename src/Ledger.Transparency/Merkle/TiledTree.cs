using System.Numerics;

namespace Ledger.Transparency.Merkle;

/// <summary>A tree of one size, read from its tiles: its root and its proofs (RFC 6962, 2.1).</summary>
public sealed class TiledTree(long size, ReadTile readTile)
{
    /// <summary>The number of leaves.</summary>
    public long Size { get; } = size >= 0 ? size : throw new ArgumentOutOfRangeException(nameof(size));

    /// <summary>The root, made from the tiles.</summary>
    public TreeHash Root() => Size == 0 ? TreeHash.OfEmptyTree : Hash(new LeafSpan(0, Size));

    /// <summary>The proof that leaf <paramref name="index"/> (from 0) is in this tree, its sibling first.</summary>
    public IReadOnlyList<TreeHash> InclusionProof(long index) => [.. InclusionPath(index).Select(Hash)];

    /// <summary>The proof that this tree starts with the leaves of the one of that older size.</summary>
    public IReadOnlyList<TreeHash> ConsistencyProof(long olderSize) => [.. ConsistencyPath(olderSize).Select(Hash)];

    /// <summary>The tiles that <see cref="InclusionProof"/> will read, for callers that fetch ahead.</summary>
    public IReadOnlyList<TileId> TilesForInclusion(long index) => Tiles(InclusionPath(index));

    /// <summary>The tiles that <see cref="ConsistencyProof"/> will read, for callers that fetch ahead.</summary>
    public IReadOnlyList<TileId> TilesForConsistency(long olderSize) => Tiles(ConsistencyPath(olderSize));

    /// <summary>PATH(m, D[n]) (RFC 6962, 2.1.1), from the root down, then turned round.</summary>
    private List<LeafSpan> InclusionPath(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
        var path = new List<LeafSpan>();
        var here = new LeafSpan(0, Size);
        while (here.Count > 1)
        {
            var (left, right) = here.Split();
            path.Add(index < right.Start ? right : left);
            here = index < right.Start ? left : right;
        }
        path.Reverse();
        return path;
    }

    /// <summary>PROOF(m, D[n]) (RFC 6962, 2.1.2), from the root down, then turned round.</summary>
    private List<LeafSpan> ConsistencyPath(long olderSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(olderSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(olderSize, Size);
        var path = new List<LeafSpan>();
        if (olderSize == 0 || olderSize == Size) return path;

        var here = new LeafSpan(0, Size);
        while (here.End != olderSize)
        {
            var (left, right) = here.Split();
            path.Add(olderSize <= right.Start ? right : left);
            here = olderSize <= right.Start ? left : right;
        }
        if (here.Start > 0) path.Add(here); // else it is the older root, which the verifier has
        path.Reverse();
        return path;
    }

    private static List<LeafSpan> FullSubtrees(LeafSpan span)
    {
        var subtrees = new List<LeafSpan>();
        while (!span.IsFull)
        {
            var (left, right) = span.Split();
            subtrees.Add(left);
            span = right;
        }
        subtrees.Add(span);
        return subtrees;
    }

    private TreeHash Hash(LeafSpan span)
    {
        var subtrees = FullSubtrees(span);
        var hash = HashFull(subtrees[^1]);
        for (var i = subtrees.Count - 2; i >= 0; i--) hash = TreeHash.Of(HashFull(subtrees[i]), hash);
        return hash;
    }

    /// <summary>A full subtree of up to 128 hashes of one level stands within one tile of it.</summary>
    private TreeHash HashFull(LeafSpan span)
    {
        var (tile, first, count) = Locate(span);
        var hashes = readTile.Checked(tile);
        return TileGrowth.RootOf(hashes.Slice(first * TreeHash.Length, count * TreeHash.Length));
    }

    private (TileId Tile, int First, int Count) Locate(LeafSpan span)
    {
        var height = BitOperations.Log2((ulong)span.Count);
        var level = height / 8;
        var first = span.Start >> (8 * level);
        return (TileId.Holding(level, first, Size), (int)(first % TileId.FullWidth), 1 << (height % 8));
    }

    private List<TileId> Tiles(List<LeafSpan> path) =>
        [.. path.SelectMany(FullSubtrees).Select(subtree => Locate(subtree).Tile).Distinct()];

    /// <summary>The leaves from <paramref name="Start"/> up to, but without, <paramref name="End"/>.</summary>
    private readonly record struct LeafSpan(long Start, long End)
    {
        public long Count => End - Start;

        public bool IsFull => BitOperations.IsPow2(Count);

        /// <summary>At the largest power of two that is less than the count.</summary>
        public (LeafSpan Left, LeafSpan Right) Split()
        {
            var middle = Start + (1L << BitOperations.Log2((ulong)(Count - 1)));
            return (new LeafSpan(Start, middle), new LeafSpan(middle, End));
        }
    }
}
