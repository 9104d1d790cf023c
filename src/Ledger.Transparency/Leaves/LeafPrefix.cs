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
        var prefix = new ByteBuffer(data.Length + headers.Length + 72);
        try
        {
            prefix.Append("{\"data\":"u8);
            AppendObject(ref prefix, data, nameof(data));
            prefix.Append(",\"headers\":"u8);
            AppendObject(ref prefix, headers, nameof(headers));
            prefix.Append(",\"id\":\""u8);
            id.TryFormat(prefix.Reserve(36), out var length);
            prefix.Advance(length);
            prefix.Append((byte)'"');
            return new LeafPrefix(prefix.Written.ToArray());
        }
        finally
        {
            prefix.Dispose();
        }
    }

    private static void AppendObject(ref ByteBuffer output, ReadOnlySpan<byte> json, string name)
    {
        var writer = new CanonicalWriter(json, JsonRules.Strict);
        try
        {
            var canonical = writer.Run();
            if (canonical[0] != '{') throw new ArgumentException("A leaf holds JSON objects.", name);
            output.Append(canonical);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
