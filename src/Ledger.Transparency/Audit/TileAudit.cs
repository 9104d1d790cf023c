using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Audit;

/// <summary>Derives the tiles of a log again, as its leaves come.</summary>
public sealed class TileAudit
{
    private readonly Dictionary<TileId, ReadOnlyMemory<byte>> _edge = [];
    private readonly List<TreeHash> _pending = [];
    private long _size;

    /// <summary>Takes the next leaf; returns the tiles that it completes.</summary>
    public IReadOnlyList<Tile> Add(LeafHash leaf)
    {
        _pending.Add(leaf);
        return _pending.Count == TileId.FullWidth ? [.. Grow().Where(tile => tile.Root is not null)] : [];
    }

    /// <summary>The partial tiles at the right edge.</summary>
    public IReadOnlyList<Tile> Edge()
    {
        if (_pending.Count > 0) Grow();
        return [.. TileGrowth.RightEdge(_size).Select(tile => new Tile(tile, _edge[tile]))];
    }

    /// <summary>The sequence of the first event whose hash differs in a tile as it is served; null where none does.</summary>
    public static long? FirstDifference(Tile derived, ReadOnlySpan<byte> served)
    {
        ArgumentNullException.ThrowIfNull(derived);
        var same = derived.Bytes.Span.CommonPrefixLength(served);
        if (same == derived.Bytes.Length && same == served.Length) return null;
        var hash = (derived.Id.Index * TileId.FullWidth) + (Math.Min(same, derived.Bytes.Length - 1) / TreeHash.Length);
        return (hash << (8 * derived.Id.Level)) + 1;
    }

    private IReadOnlyList<Tile> Grow()
    {
        var grown = TileGrowth.Append(_size, _pending, tile => _edge[tile]);
        _size += _pending.Count;
        _pending.Clear();
        foreach (var tile in grown.Where(tile => tile.Root is null)) _edge[tile.Id] = tile.Bytes;
        return grown;
    }
}
