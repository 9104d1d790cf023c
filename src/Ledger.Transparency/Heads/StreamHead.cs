using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Transparency.Canonical;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Heads;

/// <summary>The newest event of one stream when the heads were taken: one leaf of the tree of heads.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Version">Its newest version.</param>
/// <param name="LeafHash">The leaf hash of that event in the ledger.</param>
public sealed record StreamHead(string Stream, int Version, LeafHash LeafHash)
{
    /// <summary>What is hashed: <c>{"leafHash":"...","stream":"...","version":17}</c>, canonical (RFC 8785).</summary>
    public byte[] ToBytes()
    {
        var output = new ByteBuffer(192);
        try
        {
            output.Append("{\"leafHash\":\""u8);
            LeafHash.WriteHex(output.Reserve(LeafHash.HexLength));
            output.Advance(LeafHash.HexLength);
            output.Append("\",\"stream\":"u8);
            CanonicalString.AppendQuoted(ref output, Stream);
            output.Append(",\"version\":"u8);
            Utf8Formatter.TryFormat(Version, output.Reserve(11), out var length);
            output.Advance(length);
            output.Append((byte)'}');
            return output.Written.ToArray();
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>The leaf of the tree of heads.</summary>
    public TreeHash Hash() => LeafHash.Of(ToBytes());

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static StreamHead Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            var head = JsonSerializer.Deserialize(ref reader, HeadsJson.Default.StreamHead);
            if (head is { Stream: not null, Version: > 0 } && head.ToBytes().AsSpan().SequenceEqual(bytes)) return head;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("Not the head of a stream.", exception);
        }
        throw new FormatException("Not the head of a stream.");
    }

    /// <summary>The order of the tree: by the bytes of the stream's name.</summary>
    public static int Compare(string stream, string other) => string.CompareOrdinal(stream, other);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stream} {Version} {LeafHash}");
}
