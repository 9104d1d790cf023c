using System.Buffers.Text;
using System.Security.Cryptography;
using Ledger.Transparency.Canonical;
using NodaTime;

namespace Ledger.Transparency.Leaves;

/// <summary>
/// One ledger event as it is hashed, stored and proved for ever: the RFC 8785 form of {data, headers, id, prev,
/// recordedAt, seq, stream, type, version}. No other code builds one.
/// </summary>
public sealed class Leaf
{
    /// <summary>The largest sequence number that JSON carries within 15 significant digits.</summary>
    public const long MaxSeq = 999_999_999_999_999;

    private Leaf(byte[] bytes, LeafHash hash) => (Bytes, Hash) = (bytes, hash);

    /// <summary>What is stored, as it is.</summary>
    public byte[] Bytes { get; }

    /// <summary>SHA-256(0x00 || bytes) (RFC 6962, 2.1).</summary>
    public LeafHash Hash { get; }

    /// <summary>Appends what only the writer knows, and hashes.</summary>
    /// <param name="prefix">Data, headers and id.</param>
    /// <param name="prev">The leaf hash of the stream's previous event; null at version 1 and only there.</param>
    /// <param name="recordedAt">Whole microseconds, years 1 to 9999.</param>
    /// <param name="seq">The place in the ledger, from 1 to <see cref="MaxSeq"/>.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="type">The stored name of the event's type.</param>
    /// <param name="version">The place in the stream, from 1.</param>
    public static Leaf Complete(
        LeafPrefix prefix, LeafHash? prev, Instant recordedAt, long seq, string stream, string type, int version)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(seq, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seq, MaxSeq);
        if (prev is null != (version == 1)) throw new ArgumentException("Only version 1 has no prev.", nameof(prev));

        var output = new ByteBuffer(prefix.Bytes.Length + 512);
        try
        {
            output.Append(0x00); // RFC 6962, 2.1: what tells a leaf from a node
            output.Append(prefix.Bytes);
            AppendPrev(ref output, prev);
            output.Append(",\"recordedAt\":\""u8);
            RecordTime.Append(ref output, recordedAt);
            output.Append("\",\"seq\":"u8);
            AppendNumber(ref output, seq);
            output.Append(",\"stream\":"u8);
            CanonicalString.AppendQuoted(ref output, stream);
            output.Append(",\"type\":"u8);
            CanonicalString.AppendQuoted(ref output, type);
            output.Append(",\"version\":"u8);
            AppendNumber(ref output, version);
            output.Append((byte)'}');

            Span<byte> hash = stackalloc byte[LeafHash.Length];
            SHA256.HashData(output.Written, hash);
            return new Leaf(output.Written[1..].ToArray(), new LeafHash(hash));
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>Reads the bytes of a leaf without copying or re-writing its data.</summary>
    /// <exception cref="FormatException">Not what <see cref="Complete"/> makes.</exception>
    public static LeafContent Parse(ReadOnlyMemory<byte> bytes) => new LeafReader(bytes).Read();

    private static void AppendPrev(ref ByteBuffer output, LeafHash? prev)
    {
        if (prev is not { } hash)
        {
            output.Append(",\"prev\":null"u8);
            return;
        }
        output.Append(",\"prev\":\""u8);
        hash.WriteHex(output.Reserve(LeafHash.HexLength));
        output.Advance(LeafHash.HexLength);
        output.Append((byte)'"');
    }

    private static void AppendNumber(ref ByteBuffer output, long number)
    {
        Utf8Formatter.TryFormat(number, output.Reserve(20), out var length);
        output.Advance(length);
    }
}
