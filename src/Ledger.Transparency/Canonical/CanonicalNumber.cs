using System.Buffers.Text;
using System.Globalization;

namespace Ledger.Transparency.Canonical;

/// <summary>Numbers as ECMAScript's Number::toString prints them (RFC 8785, 3.2.2.3).</summary>
internal static class CanonicalNumber
{
    /// <summary>The longest result: a sign, "0.00000" and 17 digits. In bytes.</summary>
    public const int MaxLength = 25;

    /// <summary>
    /// True for most numbers in practice: short plain decimals that are already what ECMAScript prints. Decimals of
    /// up to 15 digits survive a double unchanged, so the shortest digits that round-trip are the ones that were sent.
    /// </summary>
    public static bool IsCanonical(ReadOnlySpan<byte> token)
    {
        if (token.Length > 15 || token.ContainsAny((byte)'e', (byte)'E')) return false;

        var point = token.IndexOf((byte)'.');
        if (point < 0) return !token.SequenceEqual("-0"u8);
        return token[^1] != '0' && !token.TrimStart((byte)'-').StartsWith("0.000000"u8);
    }

    /// <summary>The digits of a JSON number from its first to its last that is not 0.</summary>
    public static int SignificantDigits(ReadOnlySpan<byte> token)
    {
        var (count, significant) = (0, 0);
        foreach (var character in token)
        {
            if (character is (byte)'e' or (byte)'E') break;
            if (character is < (byte)'0' or > (byte)'9' || (character == '0' && count == 0)) continue;
            count++;
            if (character != '0') significant = count;
        }
        return significant;
    }

    /// <summary>Prints a finite number and returns the length.</summary>
    public static int Write(double value, Span<byte> output)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        var length = Digits(Math.Abs(value), digits, out var exponent);
        if (length == 0)
        {
            output[0] = (byte)'0'; // negative zero too
            return 1;
        }
        var sign = value < 0 ? 1 : 0;
        output[0] = (byte)'-';
        return sign + Place(digits[..length], exponent, output[sign..]);
    }

    /// <summary>The shortest digits that round-trip, no zeros at either end: 0.digits x 10^exponent.</summary>
    private static int Digits(double value, Span<byte> digits, out int exponent)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        text = text[..length];

        exponent = 0;
        var scientific = text.IndexOf((byte)'E');
        if (scientific >= 0)
        {
            exponent = int.Parse(text[(scientific + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..scientific];
        }
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);

        var all = digits[..(whole.Length + fraction.Length)];
        var trimmed = all.TrimStart((byte)'0');
        exponent += whole.Length - (all.Length - trimmed.Length);
        trimmed = trimmed.TrimEnd((byte)'0');
        trimmed.CopyTo(digits);
        return trimmed.Length;
    }

    /// <summary>ECMA-262, 6.1.6.1.20, steps 6 to 10, where k = digits.Length and n = exponent.</summary>
    private static int Place(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        if (exponent is <= -6 or > 21) return PlaceScientific(digits, exponent - 1, output);

        if (exponent <= 0)
        {
            output[..(2 - exponent)].Fill((byte)'0');
            output[1] = (byte)'.';
            digits.CopyTo(output[(2 - exponent)..]);
            return 2 - exponent + digits.Length;
        }
        if (exponent >= digits.Length)
        {
            output[..exponent].Fill((byte)'0');
            digits.CopyTo(output);
            return exponent;
        }
        digits[..exponent].CopyTo(output);
        output[exponent] = (byte)'.';
        digits[exponent..].CopyTo(output[(exponent + 1)..]);
        return digits.Length + 1;
    }

    private static int PlaceScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        var length = digits.Length == 1 ? 1 : digits.Length + 1;
        output[0] = digits[0];
        output[1] = (byte)'.';
        digits[1..].CopyTo(output[2..]);
        output[length++] = (byte)'e';
        output[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Utf8Formatter.TryFormat(Math.Abs(exponent), output[length..], out var written);
        return length + written;
    }
}
