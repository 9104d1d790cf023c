using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Transparency.Canonical;

namespace Ledger.Transparency.Leaves;

/// <summary>
/// The hash of one leaf, SHA-256(0x00 || leaf bytes) (RFC 6962, 2.1): 32 bytes, written as 64 lowercase hex digits.
/// </summary>
[JsonConverter(typeof(LeafHashJsonConverter))]
public readonly struct LeafHash : IEquatable<LeafHash>
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 32;

    /// <summary>The length of the written form, in characters.</summary>
    public const int HexLength = 64;

    private readonly Vector256<byte> _bytes;

    /// <summary>Takes a hash that was made before.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public LeafHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException("A leaf hash has 32 bytes.", nameof(bytes));
        _bytes = Vector256.Create(bytes);
    }

    /// <summary>Hashes the bytes of a leaf as they are.</summary>
    public static LeafHash Of(ReadOnlySpan<byte> leaf)
    {
        var input = new ByteBuffer(1 + leaf.Length);
        try
        {
            input.Append(0x00);
            input.Append(leaf);
            Span<byte> hash = stackalloc byte[Length];
            SHA256.HashData(input.Written, hash);
            return new LeafHash(hash);
        }
        finally
        {
            input.Dispose();
        }
    }

    /// <summary>Reads 64 lowercase hex digits; nothing else is a leaf hash.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Hex, out LeafHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var isHash = utf8Hex.Length == HexLength && !utf8Hex.ContainsAnyInRange((byte)'A', (byte)'F')
            && Convert.FromHexString(utf8Hex, bytes, out _, out _) == OperationStatus.Done;
        hash = isHash ? new LeafHash(bytes) : default;
        return isHash;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out LeafHash)"/>
    public static bool TryParse([NotNullWhen(true)] string? hex, out LeafHash hash)
    {
        Span<byte> utf8 = stackalloc byte[HexLength];
        hash = default;
        return hex is { Length: HexLength } && Ascii.FromUtf16(hex, utf8, out _) == OperationStatus.Done
            && TryParse(utf8, out hash);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out LeafHash)"/>
    /// <exception cref="FormatException">Not 64 lowercase hex digits.</exception>
    public static LeafHash Parse(string hex) =>
        TryParse(hex, out var hash) ? hash : throw new FormatException("A leaf hash is 64 lowercase hex digits.");

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>The 32 bytes in an array of their own.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes the 64 hex digits as UTF-8.</summary>
    public void WriteHex(Span<byte> utf8Destination)
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, utf8Destination[..HexLength], out _);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public bool Equals(LeafHash other) => _bytes == other._bytes;

    public override bool Equals(object? obj) => obj is LeafHash other && Equals(other);

    public override int GetHashCode() => _bytes.AsInt32()[0]; // any four bytes of a SHA-256 will do

    public static bool operator ==(LeafHash left, LeafHash right) => left.Equals(right);

    public static bool operator !=(LeafHash left, LeafHash right) => !left.Equals(right);
}

/// <summary>A leaf hash in JSON: 64 lowercase hex digits.</summary>
public sealed class LeafHashJsonConverter : JsonConverter<LeafHash>
{
    public override LeafHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<byte> hex = stackalloc byte[LeafHash.HexLength];
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        var isHash = reader.TokenType == JsonTokenType.String && length == LeafHash.HexLength;
        return isHash && LeafHash.TryParse(hex[..reader.CopyString(hex)], out var hash)
            ? hash
            : throw new JsonException("A leaf hash is 64 lowercase hex digits.");
    }

    public override void Write(Utf8JsonWriter writer, LeafHash value, JsonSerializerOptions options)
    {
        Span<byte> hex = stackalloc byte[LeafHash.HexLength];
        value.WriteHex(hex);
        writer.WriteStringValue(hex);
    }
}
