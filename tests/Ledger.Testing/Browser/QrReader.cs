using System.Globalization;
using System.Text;

namespace Ledger.Testing.Browser;

/// <summary>
/// Reads a QR code (ISO/IEC 18004) as a phone does, but forgives nothing: medium correction, versions 1 to 10, and every module
/// as it was written. Written from the standard, sharing nothing with what draws codes.
/// </summary>
public static class QrReader
{
    private const int FormatBits = 15;
    private const int FormatMask = 0x5412;
    private const int FormatDivisor = 0x537;
    private const int FieldPolynomial = 0x11D;
    private const int Finder = 7;
    private const int Timing = 6;
    private const int WithVersion = 7;
    private const int Smallest = 21;
    private const int PerVersion = 4;
    private const int ModeBits = 4;
    private const int LongFrom = 10;
    private const string Signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    // By version: codewords of correction in each block, then how many data codewords each block has. Table 9, level M.
    private static readonly (int Correction, int[] Data)[] Blocks =
    [
        (10, [16]), (16, [28]), (26, [44]), (18, [32, 32]), (24, [43, 43]), (16, [27, 27, 27, 27]), (18, [31, 31, 31, 31]),
        (22, [38, 38, 39, 39]), (22, [36, 36, 36, 37, 37]), (26, [43, 43, 43, 43, 44]),
    ];

    // Annex E: the last place of alignment patterns, and from version 7 on the one between.
    private static readonly int[][] Alignment =
        [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

    /// <summary>The text of a code.</summary>
    /// <param name="dark">Rows of a picture, true where it is dark, with nothing but the code on it.</param>
    /// <exception cref="FormatException">It is none, or damaged.</exception>
    public static string Read(IReadOnlyList<IReadOnlyList<bool>> dark)
    {
        var modules = ModulesOf(dark);
        var version = (modules.Length - Smallest) / PerVersion + 1;
        return TextOf(DataOf(Codewords(modules, version, MaskOf(modules)), version), version);
    }

    // Of the sizes there are, the one by which finders stand in three corners and light and dark take turns between them.
    private static bool[][] ModulesOf(IReadOnlyList<IReadOnlyList<bool>> dark)
    {
        var rows = Enumerable.Range(0, dark.Count).Where(y => dark[y].Contains(true)).ToList();
        if (rows.Count == 0) throw new FormatException("Nothing is dark.");
        var columns = Enumerable.Range(0, dark[0].Count).Where(x => rows.Any(y => dark[y][x])).ToList();
        var (top, left, side) = (rows[0], columns[0], rows[^1] - rows[0] + 1);
        return Enumerable.Range(0, Blocks.Length).Select(version => Sampled(Smallest + (PerVersion * version))).FirstOrDefault(IsCode)
            ?? throw new FormatException("No finders stand in the corners.");

        bool[][] Sampled(int size) => [.. Enumerable.Range(0, size).Select(y => Enumerable.Range(0, size)
            .Select(x => dark[top + (int)((y + 0.5) * side / size)][left + (int)((x + 0.5) * side / size)]).ToArray())];
    }

    // 6.3.3 and 6.3.5
    private static bool IsCode(bool[][] modules)
    {
        var far = modules.Length - Finder;
        return ((int X, int Y)[])[(0, 0), (far, 0), (0, far)] is var corners
            && corners.All(corner => Enumerable.Range(0, Finder * Finder).All(at => IsRight(corner, at % Finder, at / Finder)))
            && Enumerable.Range(Finder, far - Finder).All(at =>
                modules[Timing][at] == (at % 2 == 0) && modules[at][Timing] == (at % 2 == 0));

        bool IsRight((int X, int Y) corner, int x, int y) =>
            modules[corner.Y + y][corner.X + x] == (Math.Max(Math.Abs(x - 3), Math.Abs(y - 3)) != 2);
    }

    // 8.9: fifteen bits round the upper left finder, and the same again along the other two.
    private static int MaskOf(bool[][] modules)
    {
        var size = modules.Length;
        (int X, int Y)[] first = [.. Enumerable.Range(0, FormatBits).Select(bit => bit switch
        {
            < 6 => (bit, 8), 6 => (7, 8), 7 => (8, 8), 8 => (8, 7), _ => (8, 14 - bit),
        })];
        (int X, int Y)[] second = [.. Enumerable.Range(0, FormatBits).Select(bit => bit < 7 ? (8, size - 1 - bit) : (size - 15 + bit, 8))];
        var format = Bits(first);
        if (format != Bits(second)) throw new FormatException("The two formats differ.");
        format ^= FormatMask;
        var rest = format;
        for (var bit = FormatBits - 1; bit >= 10; bit--)
            if ((rest >> bit & 1) == 1) rest ^= FormatDivisor << (bit - 10);
        if (rest != 0) throw new FormatException("The format is damaged.");
        if (format >> 13 != 0) throw new FormatException("It is not of medium correction.");
        return format >> 10 & 7;

        int Bits(IEnumerable<(int X, int Y)> places) => places.Aggregate(0, (bits, at) => bits << 1 | (modules[at.Y][at.X] ? 1 : 0));
    }

    // 8.7.3: in pairs of columns from the right, upwards and downwards in turn, past what is no data.
    private static List<byte> Codewords(bool[][] modules, int version, int mask)
    {
        var (size, bits, isUpward) = (modules.Length, new List<bool>(), true);
        for (var right = size - 1; right > 0; right -= 2)
        {
            if (right == Timing) right--;
            for (var step = 0; step < size; step++)
                foreach (var x in (int[])[right, right - 1])
                {
                    var y = isUpward ? size - 1 - step : step;
                    if (!IsFunction(x, y, size, version)) bits.Add(modules[y][x] != IsMasked(mask, x, y));
                }

            isUpward = !isUpward;
        }

        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8)
            .Select(chunk => (byte)chunk.Aggregate(0, (all, bit) => all << 1 | (bit ? 1 : 0)))];
    }

    private static bool IsFunction(int x, int y, int size, int version)
    {
        if (x == Timing || y == Timing) return true;
        if ((x <= 8 && y <= 8) || (x >= size - 8 && y <= 8) || (x <= 8 && y >= size - 8)) return true;
        if (version >= WithVersion && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6))) return true;
        var places = Alignment[version - 1];
        return places.Any(cx => places.Any(cy => Math.Abs(x - cx) <= 2 && Math.Abs(y - cy) <= 2 && !IsCorner(cx, cy)));

        bool IsCorner(int cx, int cy) => (cx, cy) == (6, 6) || (cx, cy) == (6, places[^1]) || (cx, cy) == (places[^1], 6);
    }

    // Table 10.
    private static bool IsMasked(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => ((y / 2) + (x / 3)) % 2 == 0,
        5 => (x * y % 2) + (x * y % 3) == 0,
        6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
        _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
    };

    // 8.6: blocks take turns, data first; each is a multiple of the generator, or damaged.
    private static List<byte> DataOf(List<byte> codewords, int version)
    {
        var (correction, lengths) = Blocks[version - 1];
        var blocks = lengths.Select(_ => new List<byte>()).ToList();
        var at = 0;
        for (var place = 0; place < lengths.Max(); place++)
            for (var block = 0; block < blocks.Count; block++)
                if (place < lengths[block]) blocks[block].Add(codewords[at++]);
        for (var place = 0; place < correction; place++)
            foreach (var block in blocks) block.Add(codewords[at++]);
        if (blocks.Any(block => !IsWhole(block, correction))) throw new FormatException("A codeword is damaged.");
        return [.. blocks.SelectMany((block, which) => block.Take(lengths[which]))];
    }

    // Every syndrome is zero: the polynomial at the powers of two of GF(256).
    private static bool IsWhole(List<byte> block, int correction)
    {
        var root = 1;
        for (var power = 0; power < correction; power++)
        {
            if (block.Aggregate(0, (value, codeword) => Times(value, root) ^ codeword) != 0) return false;
            root = Times(root, 2);
        }

        return true;
    }

    private static int Times(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1)
        {
            if ((b & 1) == 1) product ^= a;
            a <<= 1;
            if (a > byte.MaxValue) a ^= FieldPolynomial;
        }

        return product;
    }

    // 7.4: segments of digits, of few signs, of bytes, until one of no kind or the end.
    private static string TextOf(List<byte> data, int version)
    {
        var bits = data.SelectMany(each => Enumerable.Range(0, 8).Select(bit => each >> (7 - bit) & 1)).ToList();
        var (at, text, isLong) = (0, new StringBuilder(), version >= LongFrom);
        while (bits.Count - at >= ModeBits && Take(ModeBits) is var mode and not 0)
            text.Append(mode switch
            {
                1 => Digits(Take(isLong ? 12 : 10)),
                2 => FewSigns(Take(isLong ? 11 : 9)),
                4 => Encoding.UTF8.GetString([.. Enumerable.Range(0, Take(isLong ? 16 : 8)).Select(_ => (byte)Take(8))]),
                _ => throw new FormatException($"Segments of kind {mode} are not read."),
            });
        return text.ToString();

        string Digits(int count) => string.Concat(Enumerable.Range(0, (count + 2) / 3).Select(group => Math.Min(3, count - (3 * group)))
            .Select(length => Take((3 * length) + 1).ToString($"D{length}", CultureInfo.InvariantCulture)));

        string FewSigns(int count) => string.Concat(Enumerable.Range(0, (count + 1) / 2).Select(pair =>
            count - (2 * pair) == 1 ? $"{Signs[Take(6)]}" : Take(11) is var both ? $"{Signs[both / 45]}{Signs[both % 45]}" : ""));

        int Take(int count)
        {
            if (at + count > bits.Count) throw new FormatException("A segment ends too soon.");
            var value = bits.Skip(at).Take(count).Aggregate(0, (all, bit) => all << 1 | bit);
            at += count;
            return value;
        }
    }
}
