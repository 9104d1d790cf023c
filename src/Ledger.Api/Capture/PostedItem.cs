using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Api.Http;

namespace Ledger.Api.Capture;

/// <summary>One custody event of several, as it was posted.</summary>
/// <param name="Line">From 1, blank lines counted; null in an array.</param>
/// <param name="Index">From 0; null among lines.</param>
/// <param name="Bytes">Valid until the next item is asked for.</param>
/// <param name="IsTooLong">The line was longer than a line may be; its bytes were dropped.</param>
internal readonly record struct PostedItem(int? Line, int? Index, ReadOnlyMemory<byte> Bytes, bool IsTooLong = false);

internal static class ArrayItems
{
    /// <summary>The items of a JSON array; all of it must be JSON before any of it is taken.</summary>
    /// <exception cref="RefusedException">Not JSON, or too many items.</exception>
    public static List<PostedItem> Split(ReadOnlyMemory<byte> body, Limits limits)
    {
        var items = new List<PostedItem>();
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                items.Add(new(null, items.Count, body[start..(int)reader.BytesConsumed]));
                if (items.Count > limits.ArrayItems) throw new RefusedException(new(
                    Problem.TooLarge, string.Create(null, $"At most {limits.ArrayItems} items in an array.")));
            }

            reader.Read(); // throws if anything but white space follows
            return items;
        }
        catch (JsonException malformed)
        {
            throw new RefusedException(new(Problem.MalformedJson, malformed.Message));
        }
    }
}

internal static class PostedLines
{
    /// <summary>The lines of a body that are not blank, with bounded memory whatever their length.</summary>
    public static async IAsyncEnumerable<PostedItem> ReadAsync(
        PipeReader reader, int maxBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (number, isTooLong) = (1, false);
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                if (isTooLong || line.Length > maxBytes) yield return new(number, null, default, IsTooLong: true);
                else if (!IsBlank(line)) yield return new(number, null, Bodies.Contiguous(line));
                (number, isTooLong) = (number + 1, false);
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            isTooLong |= rest.Length > maxBytes;
            if (result.IsCompleted)
            {
                if (isTooLong) yield return new(number, null, default, IsTooLong: true);
                else if (!IsBlank(rest)) yield return new(number, null, Bodies.Contiguous(rest));
                yield break;
            }

            reader.AdvanceTo(isTooLong ? rest.End : rest.Start, rest.End);
        }
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
            if (segment.Span.ContainsAnyExcept(" \t\r"u8)) return false;
        return true;
    }
}
