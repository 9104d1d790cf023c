using System.Buffers;
using Ledger.Transparency.Canonical;

namespace Ledger.Transparency.Leaves;

/// <summary>
/// What a leaf says before its place in the ledger is known: <c>{"data":...,"headers":...,"id":"..."</c>, canonical.
/// Made on the request's thread, completed by the writer.
/// </summary>
public sealed class LeafPrefix
{
    private readonly byte[] _bytes;

    private LeafPrefix(byte[] bytes) => _bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Canonicalises both objects; canonical ones stay as they are.</summary>
    /// <exception cref="CanonicalJsonException">Not JSON, or not within <see cref="JsonRules.Strict"/>.</exception>
    /// <exception cref="ArgumentException">JSON, but not an object.</exception>
    public static LeafPrefix Create(ReadOnlySpan<byte> data, ReadOnlySpan<byte> headers, Guid id)
    {
        var prefix = new ArrayBufferWriter<byte>(data.Length + headers.Length + 72);
        prefix.Write("{\"data\":"u8);
        WriteObject(data, prefix, nameof(data));
        prefix.Write(",\"headers\":"u8);
        WriteObject(headers, prefix, nameof(headers));
        prefix.Write(",\"id\":\""u8);
        id.TryFormat(prefix.GetSpan(36), out var length);
        prefix.Advance(length);
        prefix.Write("\""u8);
        return new LeafPrefix(prefix.WrittenSpan.ToArray());
    }

    private static void WriteObject(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> output, string name)
    {
        var start = output.WrittenCount;
        CanonicalJson.Write(json, output);
        if (output.WrittenSpan[start] != '{') throw new ArgumentException("A leaf holds JSON objects.", name);
    }
}
