using System.Security.Cryptography;
using Ledger.Transparency.Canonical;

namespace Ledger.Transparency.Leaves;

/// <summary>
/// All that a leaf says of a sealed part: SHA-256(32 random bytes || canonical sealed part), 64 lowercase hex digits.
/// Salt and part are stored apart; once they are erased the commitment proves nothing and betrays nothing.
/// </summary>
public static class SealedCommitment
{
    /// <summary>The length of a salt in bytes.</summary>
    public const int SaltLength = 32;

    /// <summary>Canonicalises a sealed part and commits to it. The body is to be kept as it is returned.</summary>
    /// <exception cref="CanonicalJsonException">Not JSON, or not within <see cref="JsonRules.Strict"/>.</exception>
    /// <exception cref="ArgumentException">The salt has not 32 bytes.</exception>
    public static (byte[] Body, string Commitment) Seal(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> sealedPart)
    {
        if (salt.Length != SaltLength) throw new ArgumentException("A salt has 32 bytes.", nameof(salt));
        var body = CanonicalJson.Canonicalize(sealedPart);
        return (body, Commit(salt, body));
    }

    /// <summary>True if salt and body, hashed as they are, are what was committed to.</summary>
    public static bool Opens(string commitment, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> body) =>
        salt.Length == SaltLength && string.Equals(commitment, Commit(salt, body), StringComparison.Ordinal);

    private static string Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> body)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(salt);
        sha256.AppendData(body);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha256.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }
}
