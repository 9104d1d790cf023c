using System.Numerics;

namespace Ledger.Transparency.Notes;

/// <summary>
/// A point of edwards25519 (RFC 8032, 5.1) in extended homogeneous coordinates: x = X/Z, y = Y/Z, x y = T/Z. Made for
/// checking signatures, where nothing is secret: its time depends on the numbers.
/// </summary>
internal readonly struct EdwardsPoint
{
    private const int Length = 32;

    /// <summary>The prime of the field, 2^255 - 19.</summary>
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);

    private readonly BigInteger _x, _y, _z, _t;

    private EdwardsPoint(BigInteger x, BigInteger y, BigInteger z, BigInteger t) => (_x, _y, _z, _t) = (x, y, z, t);

    /// <summary>The order of <see cref="Base"/>.</summary>
    public static BigInteger Order { get; } =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", provider: null);

    /// <summary>The base point B: y = 4/5, x even.</summary>
    public static EdwardsPoint Base { get; } = FromY(Mod(4 * Inverse(5)), isOdd: false)!.Value;

    public EdwardsPoint Negated => new(Mod(-_x), _y, _z, Mod(-_t));

    private static EdwardsPoint Neutral { get; } = new(0, 1, 1, 0);

    /// <summary>Reads 32 bytes (RFC 8032, 5.1.3); false for what is no point, and for another spelling of one.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out EdwardsPoint point)
    {
        point = default;
        if (bytes.Length != Length) return false;
        var number = Number(bytes);
        var (isOdd, y) = (number >> 255 == 1, number & (BigInteger.Pow(2, 255) - 1));
        if (y >= P || FromY(y, isOdd) is not { } read) return false;
        point = read;
        return true;
    }

    /// <summary>The 32 bytes (RFC 8032, 5.1.2).</summary>
    public byte[] Encode()
    {
        var inverse = Inverse(_z);
        var (x, y) = (Mod(_x * inverse), Mod(_y * inverse));
        var bytes = new byte[Length];
        (y + (x.IsEven ? 0 : BigInteger.Pow(2, 255))).TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    /// <summary>a A + b B, both by one walk over their bits.</summary>
    public static EdwardsPoint SumOfMultiples(BigInteger a, EdwardsPoint pointA, BigInteger b, EdwardsPoint pointB)
    {
        var both = pointA.Plus(pointB);
        var sum = Neutral;
        for (var bit = (int)BigInteger.Max(a, b).GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = sum.Plus(sum);
            var (inA, inB) = (!(a >> bit).IsEven, !(b >> bit).IsEven);
            if (inA || inB) sum = sum.Plus(inA ? inB ? both : pointA : pointB);
        }
        return sum;
    }

    /// <summary>Little-endian bytes as a number.</summary>
    public static BigInteger Number(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    /// <summary>RFC 8032, 5.1.4; the formula is complete, so it doubles too.</summary>
    private EdwardsPoint Plus(EdwardsPoint other)
    {
        var a = Mod((_y - _x) * (other._y - other._x));
        var b = Mod((_y + _x) * (other._y + other._x));
        var c = Mod(2 * D * _t * other._t);
        var d = Mod(2 * _z * other._z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new EdwardsPoint(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    /// <summary>x from y: x^2 = (y^2 - 1) / (d y^2 + 1); null where that is no square.</summary>
    private static EdwardsPoint? FromY(BigInteger y, bool isOdd)
    {
        var square = Mod((y * y - 1) * Inverse(Mod(D * y * y + 1)));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (Mod(x * x) != square) x = Mod(x * RootOfMinusOne);
        if (Mod(x * x) != square || (x.IsZero && isOdd)) return null;
        if (x.IsEven == isOdd) x = P - x;
        return new EdwardsPoint(x, y, 1, Mod(x * y));
    }

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(number, P - 2, P);

    private static BigInteger Mod(BigInteger number)
    {
        var rest = number % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
