using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Ledger.Transparency.Canonical;

/// <summary>What is wrong with the input, and where.</summary>
internal static class JsonErrors
{
    public static CanonicalJsonException InvalidUtf8(ReadOnlySpan<byte> input)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(input[offset..], out _, out var length) == OperationStatus.Done) offset += length;
        return new CanonicalJsonException(offset, "The text is not valid UTF-8.");
    }

    /// <summary>The reader tells line and column; a body is often one line, so this tells the offset.</summary>
    public static CanonicalJsonException InvalidJson(ReadOnlySpan<byte> input, JsonException exception)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            offset += input[offset..].IndexOf((byte)'\n') + 1;
        }
        var message = exception.Message.Split(" LineNumber:")[0];
        return new CanonicalJsonException(offset + (exception.BytePositionInLine ?? 0), message, exception);
    }

    public static CanonicalJsonException Duplicate(Member one, Member other, byte[] buffer)
    {
        var name = Encoding.UTF8.GetString(one.Name(buffer));
        var shown = name.Length <= 64 ? name : name[..64] + "...";
        return new CanonicalJsonException(Math.Max(one.Offset, other.Offset), $"The name '{shown}' appears twice.");
    }
}
