using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Transparency.Leaves;

namespace Ledger.Transparency.Merkle;

/// <summary>
/// The hash of a node of the tree (RFC 6962, 2.1): of a leaf, of what is above leaves, or the root. 32 bytes, written
/// in base64 as the C2SP formats do.
/// </summary>
[JsonConverter(typeof(TreeHashJsonConverter))]
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 32;

    private readonly Vector256<byte> _bytes;

    /// <summary>Takes a hash that was made before.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException("A tree hash has 32 bytes.", nameof(bytes));
        _bytes = Vector256.Create(bytes);
    }

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static TreeHash OfEmptyTree { get; } = new(SHA256.HashData([]));

    /// <summary>A leaf's hash is the node at the bottom.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A constructor by another name would say less.")]
    public static implicit operator TreeHash(LeafHash leaf)
    {
        Span<byte> bytes = stackalloc byte[Length];
        leaf.CopyTo(bytes);
        return new TreeHash(bytes);
    }

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static TreeHash Of(TreeHash left, TreeHash right)
    {
        Span<byte> node = stackalloc byte[1 + 2 * Length];
        node[0] = 0x01;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Length)..]);
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(node, hash);
        return new TreeHash(hash);
    }

    /// <summary>Reads 44 characters of canonical base64 (RFC 4648, section 4); nothing else is a tree hash.</summary>
    public static bool TryParse([NotNullWhen(true)] string? base64, out TreeHash hash)
    {
        var bytes = StrictBase64.Decode(base64);
        hash = bytes?.Length == Length ? new TreeHash(bytes) : default;
        return bytes?.Length == Length;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }

    public bool Equals(TreeHash other) => _bytes == other._bytes;

    public override bool Equals(object? obj) => obj is TreeHash other && Equals(other);

    public override int GetHashCode() => _bytes.AsInt32()[0]; // any four bytes of a SHA-256 will do

    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);
}

/// <summary>A tree hash in JSON: 44 characters of base64.</summary>
public sealed class TreeHashJsonConverter : JsonConverter<TreeHash>
{
    public override TreeHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TreeHash.TryParse(reader.GetString(), out var hash)
            ? hash
            : throw new JsonException("A tree hash is 44 characters of base64.");

    public override void Write(Utf8JsonWriter writer, TreeHash value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
