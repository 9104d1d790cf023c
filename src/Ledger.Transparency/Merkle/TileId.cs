using System.Globalization;

namespace Ledger.Transparency.Merkle;

/// <summary>
/// One tile of the tree (C2SP tlog-tiles): up to 256 consecutive hashes of one level. Level 0 holds leaf hashes; a hash
/// of the next level is the root of one full tile.
/// </summary>
/// <param name="Level">From 0; a hash of this level spans 256^Level leaves.</param>
/// <param name="Index">The place within the level, from 0.</param>
/// <param name="Width">The number of hashes, 1 to 256; less than 256 is a partial tile.</param>
public readonly record struct TileId(int Level, long Index, int Width)
{
    /// <summary>The hashes in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>The highest level of any tree whose size is a long.</summary>
    public const int MaxLevel = 7;

    /// <summary>The number of bytes of the tile.</summary>
    public int ByteLength => Width * TreeHash.Length;

    /// <summary>The path below the log's prefix: <c>tile/0/x001/234.p/7</c>.</summary>
    public override string ToString()
    {
        var path = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = Index / 1000; rest > 0; rest /= 1000)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{path}");
        }
        var partial = Width < FullWidth ? string.Create(CultureInfo.InvariantCulture, $".p/{Width}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{path}{partial}");
    }

    /// <summary>Reads a path that <see cref="ToString"/> could have written.</summary>
    public static bool TryParse(string? path, out TileId tile)
    {
        tile = default;
        if (path is not { Length: <= 64 } || path.Split('/') is not ["tile", var level, .. var index]) return false;

        var width = FullWidth;
        if (index is [.., var last, var partial] && last.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!IsNumber(partial, out width) || width is < 1 or >= FullWidth) return false;
            index = [.. index[..^2], last[..^2]];
        }
        if (!IsNumber(level, out var levelNumber) || levelNumber > MaxLevel || index.Length > 6) return false;

        var place = 0L;
        foreach (var element in index)
        {
            if (!IsNumber(element.TrimStart('x'), out var digits) || digits > 999) return false;
            place = place * 1000 + digits;
        }
        var read = new TileId(levelNumber, place, width);
        if (read.ToString() != path) return false;
        tile = read;
        return true;
    }

    /// <summary>The tile that holds one hash of a level, as wide as it is in a tree of that size.</summary>
    internal static TileId Holding(int level, long hash, long treeSize)
    {
        var index = hash / FullWidth;
        var hashes = treeSize >> (8 * level);
        return new TileId(level, index, (int)Math.Min(FullWidth, hashes - index * FullWidth));
    }

    private static bool IsNumber(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
