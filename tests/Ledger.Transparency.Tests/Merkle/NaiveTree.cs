using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Tests.Merkle;

/// <summary>RFC 6962, 2.1 word for word, on byte arrays: shares no code with what it checks.</summary>
internal static class NaiveTree
{
    private static readonly ConcurrentDictionary<(long Start, long End), byte[]> Known = new();

    public static byte[] Leaf(long index) => Encoding.UTF8.GetBytes($"leaf {index}");

    public static TreeHash LeafHash(long index) => Transparency.Leaves.LeafHash.Of(Leaf(index));

    public static byte[] Root(long start, long end) =>
        Known.GetOrAdd((start, end), span => Compute(span.Start, span.End));

    public static List<byte[]> Path(long index, long start, long end)
    {
        if (end - start == 1) return [];
        var middle = start + SplitOf(end - start);
        return index < middle
            ? [.. Path(index, start, middle), Root(middle, end)]
            : [.. Path(index, middle, end), Root(start, middle)];
    }

    public static List<byte[]> Consistency(long older, long size) => SubProof(older, 0, size, isOlderRoot: true);

    private static List<byte[]> SubProof(long older, long start, long end, bool isOlderRoot)
    {
        if (older == end - start) return isOlderRoot ? [] : [Root(start, end)];
        var split = SplitOf(end - start);
        return older <= split
            ? [.. SubProof(older, start, start + split, isOlderRoot), Root(start + split, end)]
            : [.. SubProof(older - split, start + split, end, isOlderRoot: false), Root(start, start + split)];
    }

    private static byte[] Compute(long start, long end)
    {
        if (end == start) return SHA256.HashData([]);
        if (end - start == 1) return SHA256.HashData([0x00, .. Leaf(start)]);
        var middle = start + SplitOf(end - start);
        return SHA256.HashData([0x01, .. Root(start, middle), .. Root(middle, end)]);
    }

    private static long SplitOf(long count)
    {
        var split = 1L;
        while (split * 2 < count) split *= 2;
        return split;
    }
}
