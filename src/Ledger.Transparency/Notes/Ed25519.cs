using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ledger.Transparency.Notes;

/// <summary>
/// Ed25519 (RFC 8032). Secrets are touched by libcrypto only, so signing needs it; checking does without, only slower.
/// </summary>
public static class Ed25519
{
    /// <summary>The length of a private key, in bytes.</summary>
    public const int SeedLength = 32;

    /// <summary>The length of a public key, in bytes.</summary>
    public const int PublicKeyLength = 32;

    /// <summary>The length of a signature, in bytes.</summary>
    public const int SignatureLength = 64;

    /// <summary>True where libcrypto was found: without it nothing can be signed.</summary>
    public static bool CanSign => LibCrypto.IsPresent;

    /// <summary>The public key that belongs to 32 random bytes.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no libcrypto.</exception>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed)
    {
        using var key = PrivateKey(seed);
        var publicKey = new byte[PublicKeyLength];
        var length = (nuint)publicKey.Length;
        LibCrypto.Check(LibCrypto.EVP_PKEY_get_raw_public_key(key, publicKey, ref length));
        return publicKey;
    }

    /// <summary>Signs a message.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no libcrypto.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = PrivateKey(seed);
        using var context = LibCrypto.EVP_MD_CTX_new();
        LibCrypto.Check(LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, key));
        var signature = new byte[SignatureLength];
        var length = (nuint)signature.Length;
        LibCrypto.Check(LibCrypto.EVP_DigestSign(context, signature, ref length, message.ToArray(), (nuint)message.Length));
        return signature;
    }

    /// <summary>True if these 32 bytes are a point of the curve in its one spelling.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> key) => EdwardsPoint.TryDecode(key, out _);

    /// <summary>True if the holder of the key signed the message.</summary>
    public static bool Verifies(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        LibCrypto.IsPresent
            ? signature.Length == SignatureLength && VerifiesNatively(publicKey, message, signature)
            : VerifiesManaged(publicKey, message, signature);

    /// <summary>The same without libcrypto: S B = R + k A (RFC 8032, 5.1.7).</summary>
    internal static bool VerifiesManaged(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength || !EdwardsPoint.TryDecode(publicKey, out var key)) return false;
        var s = EdwardsPoint.Number(signature[32..]);
        if (s >= EdwardsPoint.Order) return false;

        var k = EdwardsPoint.Number(SHA512.HashData([.. signature[..32], .. publicKey, .. message])) % EdwardsPoint.Order;
        return EdwardsPoint.SumOfMultiples(s, EdwardsPoint.Base, k, key.Negated).Encode().AsSpan().SequenceEqual(signature[..32]);
    }

    private static bool VerifiesNatively(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!IsPublicKey(publicKey)) return false;
        using var key = LibCrypto.EVP_PKEY_new_raw_public_key(LibCrypto.Ed25519Id, 0, publicKey.ToArray(), PublicKeyLength);
        using var context = LibCrypto.EVP_MD_CTX_new();
        LibCrypto.Check(LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, key));
        var verdict = LibCrypto.EVP_DigestVerify(
            context, signature.ToArray(), (nuint)signature.Length, message.ToArray(), (nuint)message.Length);
        if (verdict != 1) LibCrypto.ERR_clear_error(); // the reason would otherwise be found by the next caller on this thread
        return verdict == 1;
    }

    private static LibCrypto.Key PrivateKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength) throw new ArgumentException("A private key has 32 bytes.", nameof(seed));
        if (!CanSign) throw new PlatformNotSupportedException("Signing with Ed25519 needs libcrypto (OpenSSL 1.1.1 or later).");
        return LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.Ed25519Id, 0, seed.ToArray(), SeedLength);
    }
}
