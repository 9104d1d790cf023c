namespace Ledger.Transparency.Merkle;

/// <summary>Fetches a tile: exactly <see cref="TileId.ByteLength"/> bytes, the hashes one after the other.</summary>
public delegate ReadOnlyMemory<byte> ReadTile(TileId tile);

/// <summary>A tile and its hashes.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Bytes">The hashes, one after the other.</param>
/// <param name="Root">What the level above holds of it; null while it is partial.</param>
public sealed record Tile(TileId Id, ReadOnlyMemory<byte> Bytes, TreeHash? Root = null);

/// <summary>The tiles that change when a tree grows.</summary>
public static class TileGrowth
{
    /// <summary>
    /// Appends leaves to a tree. Reads the partial tiles at its right edge; returns every tile that is new or wider,
    /// level by level, full ones and at most one partial one of each level.
    /// </summary>
    public static IReadOnlyList<Tile> Append(long size, IReadOnlyList<TreeHash> leaves, ReadTile readTile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentNullException.ThrowIfNull(readTile);
        var grown = new List<Tile>();
        for (var level = 0; leaves.Count > 0; level++)
        {
            leaves = AppendToLevel(level, size >> (8 * level), leaves, readTile, grown);
        }
        return grown;
    }

    /// <summary>The partial tiles at the right edge that <see cref="Append"/> reads, for callers that fetch ahead.</summary>
    public static IReadOnlyList<TileId> RightEdge(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var edge = new List<TileId>();
        for (var level = 0; size > 0; level++, size /= TileId.FullWidth)
        {
            var width = (int)(size % TileId.FullWidth);
            if (width > 0) edge.Add(new TileId(level, size / TileId.FullWidth, width));
        }
        return edge;
    }

    /// <summary>Returns the roots of the tiles that became full: what the next level grows by.</summary>
    private static List<TreeHash> AppendToLevel(
        int level, long hashes, IReadOnlyList<TreeHash> appended, ReadTile readTile, List<Tile> grown)
    {
        var fullRoots = new List<TreeHash>();
        var (index, width) = (hashes / TileId.FullWidth, (int)(hashes % TileId.FullWidth));
        var bytes = new byte[TileId.FullWidth * TreeHash.Length];
        if (width > 0) readTile.Checked(new TileId(level, index, width)).CopyTo(bytes);
        foreach (var hash in appended)
        {
            hash.CopyTo(bytes.AsSpan(width++ * TreeHash.Length));
            if (width < TileId.FullWidth) continue;

            fullRoots.Add(RootOf(bytes));
            grown.Add(new Tile(new TileId(level, index++, width), bytes, fullRoots[^1]));
            (bytes, width) = (new byte[bytes.Length], 0);
        }
        if (width > 0) grown.Add(new Tile(new TileId(level, index, width), bytes.AsMemory(0, width * TreeHash.Length)));
        return fullRoots;
    }

    /// <summary>The root over hashes that stand one after the other.</summary>
    internal static TreeHash RootOf(ReadOnlySpan<byte> hashes)
    {
        var range = new CompactRange();
        for (; !hashes.IsEmpty; hashes = hashes[TreeHash.Length..])
        {
            range.Append(new TreeHash(hashes[..TreeHash.Length]));
        }
        return range.Root;
    }

    /// <exception cref="InvalidDataException">The tile has another length than its width asks for.</exception>
    internal static ReadOnlySpan<byte> Checked(this ReadTile readTile, TileId id)
    {
        var tile = readTile(id);
        return tile.Length == id.ByteLength
            ? tile.Span
            : throw new InvalidDataException($"{id} has {tile.Length} bytes, not {id.ByteLength}.");
    }
}
