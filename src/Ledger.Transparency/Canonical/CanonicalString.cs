using System.Buffers;
using System.Text.Unicode;

namespace Ledger.Transparency.Canonical;

/// <summary>JSON strings with only the escapes that RFC 8785, 3.2.2.2 asks for.</summary>
internal static class CanonicalString
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>Appends valid UTF-8 as the inside of a JSON string, without the quotes.</summary>
    public static void Append(ref ByteBuffer output, ReadOnlySpan<byte> utf8)
    {
        for (int plain; (plain = utf8.IndexOfAny(Escaped)) >= 0; utf8 = utf8[(plain + 1)..])
        {
            output.Append(utf8[..plain]);
            AppendEscape(ref output, utf8[plain]);
        }
        output.Append(utf8);
    }

    /// <summary>Appends a whole JSON string, with its quotes.</summary>
    /// <exception cref="ArgumentException">A lone surrogate or U+0000.</exception>
    public static void AppendQuoted(ref ByteBuffer output, string text)
    {
        Span<byte> utf8 = text.Length <= 128 ? stackalloc byte[384] : new byte[text.Length * 3];
        var status = Utf8.FromUtf16(text, utf8, out _, out var length, replaceInvalidSequences: false);
        utf8 = utf8[..length];
        if (status != OperationStatus.Done || utf8.Contains((byte)0))
        {
            throw new ArgumentException("A lone surrogate or U+0000 cannot stand in a leaf.", nameof(text));
        }
        output.Append((byte)'"');
        Append(ref output, utf8);
        output.Append((byte)'"');
    }

    private static void AppendEscape(ref ByteBuffer output, byte character)
    {
        switch (character)
        {
            case (byte)'"': output.Append("\\\""u8); break;
            case (byte)'\\': output.Append("\\\\"u8); break;
            case (byte)'\b': output.Append("\\b"u8); break;
            case (byte)'\t': output.Append("\\t"u8); break;
            case (byte)'\n': output.Append("\\n"u8); break;
            case (byte)'\f': output.Append("\\f"u8); break;
            case (byte)'\r': output.Append("\\r"u8); break;
            default:
                output.Append(character < 0x10 ? "\\u000"u8 : "\\u001"u8);
                output.Append("0123456789abcdef"u8[character & 0xf]);
                break;
        }
    }
}
