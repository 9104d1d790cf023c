using System.Buffers;
using System.Buffers.Binary;

namespace Ledger.Transparency.Merkle;

/// <summary>
/// Up to 256 consecutive leaves as they are, each after its length in two bytes, big-endian (C2SP tlog-tiles). They hash
/// to the tile of level 0 at the same place.
/// </summary>
public static class EntryBundle
{
    /// <summary>The longest leaf a bundle can hold, in bytes.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    private const string PathStart = "tile/entries/";

    /// <summary>Reads the path of a bundle, <c>tile/entries/x001/234.p/7</c>, as the tile of level 0 at its place.</summary>
    public static bool TryParsePath(string? path, out TileId tile)
    {
        tile = default;
        return path?.StartsWith(PathStart, StringComparison.Ordinal) == true
            && TileId.TryParse($"tile/0/{path[PathStart.Length..]}", out tile);
    }

    /// <summary>Appends one leaf.</summary>
    /// <exception cref="ArgumentException">Longer than <see cref="MaxEntryBytes"/>.</exception>
    public static void Append(IBufferWriter<byte> bundle, ReadOnlySpan<byte> leaf)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (leaf.Length > MaxEntryBytes) throw new ArgumentException("A bundle holds no leaf as long as that.", nameof(leaf));
        BinaryPrimitives.WriteUInt16BigEndian(bundle.GetSpan(sizeof(ushort)), (ushort)leaf.Length);
        bundle.Advance(sizeof(ushort));
        bundle.Write(leaf);
    }

    /// <summary>Takes a bundle apart.</summary>
    /// <exception cref="FormatException">It ends within a leaf, or holds more than a tile has.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Parse(ReadOnlyMemory<byte> bundle)
    {
        var leaves = new List<ReadOnlyMemory<byte>>();
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < sizeof(ushort)) throw new FormatException("A bundle that ends within a length.");
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            bundle = bundle[sizeof(ushort)..];
            if (bundle.Length < length) throw new FormatException("A bundle that ends within a leaf.");
            if (leaves.Count == TileId.FullWidth) throw new FormatException("A bundle of more leaves than a tile has.");
            leaves.Add(bundle[..length]);
            bundle = bundle[length..];
        }
        return leaves;
    }
}
