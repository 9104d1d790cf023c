using System.Buffers;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Merkle;

namespace Ledger.Projections.Heads;

/// <summary>Up to 256 consecutive heads: the leaves under one tile of level 0 of the tree of heads.</summary>
/// <param name="Index">Of that tile.</param>
/// <param name="Heads">At least one, sorted by stream.</param>
internal sealed record HeadsPage(long Index, IReadOnlyList<StreamHead> Heads)
{
    /// <summary>The index of its first head in the tree.</summary>
    public long Start => Index * TileId.FullWidth;

    /// <summary>As an entry bundle.</summary>
    public byte[] ToBytes()
    {
        var bundle = new ArrayBufferWriter<byte>(Heads.Count * 160);
        foreach (var head in Heads) EntryBundle.Append(bundle, head.ToBytes());
        return bundle.WrittenSpan.ToArray();
    }

    /// <summary>The tile above it.</summary>
    public byte[] Hashes()
    {
        var hashes = new byte[Heads.Count * TreeHash.Length];
        foreach (var (place, head) in Heads.Index()) head.Hash().CopyTo(hashes.AsSpan(place * TreeHash.Length));
        return hashes;
    }

    /// <exception cref="FormatException">Not what <see cref="ToBytes"/> made.</exception>
    public static HeadsPage Parse(long index, byte[] bytes) =>
        new(index, [.. EntryBundle.Parse(bytes).Select(entry => StreamHead.Parse(entry.Span))]);
}
