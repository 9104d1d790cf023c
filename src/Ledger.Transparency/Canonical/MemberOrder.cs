namespace Ledger.Transparency.Canonical;

/// <summary>One member of an object, already written to the output buffer.</summary>
/// <param name="Start">Where its opening quote stands in the buffer.</param>
/// <param name="NameLength">The name as written, between the quotes, in bytes.</param>
/// <param name="End">Behind its value.</param>
/// <param name="Offset">Where its name stood in the input.</param>
/// <param name="UnescapedName">Only for names that came with escapes; others are written as they are.</param>
internal readonly record struct Member(int Start, int NameLength, int End, long Offset, byte[]? UnescapedName)
{
    public ReadOnlySpan<byte> Name(byte[] buffer) => UnescapedName ?? buffer.AsSpan(Start + 1, NameLength);
}

/// <summary>Members by the UTF-16 code units of their names (RFC 8785, 3.2.3), compared as the UTF-8 they are in.</summary>
internal readonly struct MemberOrder(byte[] buffer) : IComparer<Member>
{
    public int Compare(Member x, Member y) => Compare(x.Name(buffer), y.Name(buffer));

    public static int Compare(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var common = x.CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length - y.Length;
        return Rank(x[common]) - Rank(y[common]);
    }

    // The orders of UTF-8 and UTF-16 differ in one place: surrogates (lead bytes F0 to F4) come before U+E000 to U+FFFF
    // (lead bytes EE and EF). Continuation bytes are below both.
    private static int Rank(byte value) => value is 0xEE or 0xEF ? value + 0x10 : value;
}
