using System.Buffers.Binary;
using System.Text;

namespace Ledger.Transparency.Canonical;

/// <summary>One member of an object, already written to the output buffer.</summary>
/// <param name="Start">Where its opening quote stands in the buffer.</param>
/// <param name="NameLength">The name as written, between the quotes, in bytes.</param>
/// <param name="End">Behind its value.</param>
/// <param name="Offset">Where its name stood in the input.</param>
/// <param name="Prefix">The beginning of its name: <see cref="MemberOrder.Prefix"/>.</param>
/// <param name="UnescapedName">Only for names that came with escapes; others are written as they are.</param>
internal readonly record struct Member(
    int Start, int NameLength, int End, int Offset, ulong Prefix, byte[]? UnescapedName)
{
    public ReadOnlySpan<byte> Name(byte[] buffer) => UnescapedName ?? buffer.AsSpan(Start + 1, NameLength);
}

/// <summary>
/// Members by the UTF-16 code units of their names (RFC 8785, 3.2.3), compared as the UTF-8 they are in.
/// </summary>
internal readonly struct MemberOrder(byte[] buffer) : IComparer<Member>
{
    private const int InsertionSortLimit = 32;

    int IComparer<Member>.Compare(Member x, Member y) => Compare(x, y);

    public int Compare(in Member x, in Member y)
    {
        if (x.Prefix != y.Prefix) return x.Prefix < y.Prefix ? -1 : 1;
        var name = x.Name(buffer);
        var other = y.Name(buffer);
        var common = name.CommonPrefixLength(other);
        return common == name.Length || common == other.Length
            ? name.Length - other.Length
            : Rank(name[common]) - Rank(other[common]);
    }

    /// <summary>Most objects are small and half in order: for them insertion is five times faster.</summary>
    public void Sort(Span<Member> members)
    {
        if (members.Length > InsertionSortLimit)
        {
            members.Sort(this);
            return;
        }
        for (var next = 1; next < members.Length; next++)
        {
            var member = members[next];
            var place = next;
            for (; place > 0 && Compare(members[place - 1], member) > 0; place--) members[place] = members[place - 1];
            members[place] = member;
        }
    }

    /// <summary>A number that orders names as their first 8 bytes do. Nearly always that is enough.</summary>
    public static ulong Prefix(ReadOnlySpan<byte> name)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        first.Clear();
        name[..Math.Min(name.Length, sizeof(ulong))].CopyTo(first);
        if (!Ascii.IsValid(first))
        {
            foreach (ref var value in first) value = Rank(value);
        }
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }

    // The orders of UTF-8 and UTF-16 differ in one place: surrogates (lead bytes F0 to F4) come before U+E000 to U+FFFF
    // (lead bytes EE and EF, which thus become FE and FF). Continuation bytes are below both.
    private static byte Rank(byte value) => value is 0xEE or 0xEF ? (byte)(value + 0x10) : value;
}
