using System.Globalization;
using System.Text;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Dossiers;

/// <summary>The hashes that proofs share, each once: <c>hashes.txt</c>, base64, one a line. Proofs name them by line, from 0.</summary>
public sealed class HashPool
{
    private readonly List<TreeHash> _hashes = [];
    private readonly Dictionary<TreeHash, int> _lines = [];

    public IReadOnlyList<TreeHash> Hashes => _hashes;

    /// <summary>The lines of these hashes; new ones are added.</summary>
    public IReadOnlyList<int> LinesOf(IEnumerable<TreeHash> hashes)
    {
        var lines = new List<int>();
        foreach (var hash in hashes)
        {
            if (!_lines.TryGetValue(hash, out var line))
            {
                _lines[hash] = line = _hashes.Count;
                _hashes.Add(hash);
            }

            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The hashes on these lines; null where one is not there.</summary>
    public IReadOnlyList<TreeHash>? At(IReadOnlyList<int> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return lines.All(line => line >= 0 && line < _hashes.Count) ? [.. lines.Select(line => _hashes[line])] : null;
    }

    /// <exception cref="FormatException">A line is not a hash.</exception>
    public static HashPool Parse(ReadOnlySpan<byte> utf8)
    {
        var pool = new HashPool();
        foreach (var line in TextLines.Of(utf8))
            pool._hashes.Add(TreeHash.TryParse(line, out var hash) ? hash : throw new FormatException("A line that is not a hash."));
        return pool;
    }
}

/// <summary>The proof of one leaf: its index and the lines of the hashes, as <c>0 12 7 3</c>.</summary>
public sealed record PooledProof(long Index, IReadOnlyList<int> Lines)
{
    private const int MostHashes = 63; // the height of the highest tree

    public override string ToString() => Index.ToString(CultureInfo.InvariantCulture)
        + string.Concat(Lines.Select(line => FormattableString.Invariant($" {line}")));

    /// <exception cref="FormatException">Not such a line.</exception>
    public static PooledProof Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var numbers = line.Split(' ');
        if (numbers.Length > MostHashes + 1) throw new FormatException("A proof of too many hashes.");
        return new(Number(numbers[0]), [.. numbers.Skip(1).Select(number => (int)Math.Min(int.MaxValue, Number(number)))]);
    }

    private static long Number(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : throw new FormatException("A proof is numbers.");
}

/// <summary>Lines that each end with a newline.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return [];
        if (utf8[^1] != (byte)'\n') throw new FormatException("The last line does not end.");
        try
        {
            return Strict.GetString(utf8[..^1]).Split('\n');
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException("Not UTF-8.", exception);
        }
    }

    /// <summary>The same as bytes, nothing copied.</summary>
    public static List<ReadOnlyMemory<byte>> Slices(ReadOnlyMemory<byte> bytes)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            if (end < 0) throw new FormatException("The last line does not end.");
            lines.Add(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        return lines;
    }
}
