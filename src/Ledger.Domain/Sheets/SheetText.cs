using System.Text;

namespace Ledger.Domain.Sheets;

/// <summary>How the letters of a file are written. Auto tells them apart where that can be done for sure.</summary>
public enum SheetEncoding { Auto, Utf8, Latin1 }

/// <summary>The file as a whole cannot be read: nothing of it is taken.</summary>
public sealed class SheetException : Exception
{
    public SheetException()
    {
    }

    public SheetException(string message)
        : base(message)
    {
    }

    public SheetException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>From the bytes of a file to its text.</summary>
public static class SheetText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text without a byte order mark.</summary>
    /// <exception cref="SheetException">The bytes are no text in that encoding, or in none that can be told.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, SheetEncoding encoding)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new SheetException("The file is UTF-16. Save it as CSV UTF-8.");
        if (bytes.StartsWith("PK"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new SheetException("The file is a workbook. Save the sheet as CSV UTF-8.");
        var hasMark = bytes.StartsWith("\uFEFF"u8);
        var text = encoding is SheetEncoding.Latin1 && !hasMark
            ? Encoding.Latin1.GetString(bytes) : DecodeUtf8(hasMark ? bytes[3..] : bytes, encoding is SheetEncoding.Auto && !hasMark);
        var control = text.AsSpan().IndexOfAny(Controls);
        return control < 0 ? text : throw new SheetException(
            $"Line {1 + text.AsSpan(0, control).Count('\n')} holds the control character U+{(int)text[control]:X4}: this is no text file.");
    }

    // C1 controls stand in no Latin-1 text; where they are, it is the code page of some system, and guessing would falsify names.
    private static readonly System.Buffers.SearchValues<char> Controls = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes, bool mayBeLatin1)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException notUtf8)
        {
            if (!mayBeLatin1) throw new SheetException("The file is not UTF-8. Save it as CSV UTF-8, or say that it is Latin-1.", notUtf8);
            if (bytes.IndexOfAnyInRange((byte)0x80, (byte)0x9F) < 0) return Encoding.Latin1.GetString(bytes);
            throw new SheetException("The file is neither UTF-8 nor Latin-1. Save it as CSV UTF-8.", notUtf8);
        }
    }
}
