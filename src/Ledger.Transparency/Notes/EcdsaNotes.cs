using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ledger.Transparency.Notes;

/// <summary>A public key on P-256. Its id is the first 4 bytes of SHA-256 of the SubjectPublicKeyInfo.</summary>
public sealed class EcdsaNoteVerifier : NoteVerifier
{
    private const int Length = 91;

    // SubjectPublicKeyInfo of a P-256 key up to its point: id-ecPublicKey, prime256v1, uncompressed (RFC 5480, 2).
    private static readonly byte[] Start = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /// <exception cref="ArgumentException">The name cannot stand in a note.</exception>
    /// <exception cref="CryptographicException">Not a P-256 key as DER writes it.</exception>
    public EcdsaNoteVerifier(string name, ReadOnlySpan<byte> subjectPublicKeyInfo)
        : base(name, NoteKeyType.Ecdsa, subjectPublicKeyInfo)
    {
        // looked at before it is imported: other spellings of a key would have other key ids
        if (subjectPublicKeyInfo.Length != Length || !subjectPublicKeyInfo.StartsWith(Start))
        {
            throw new CryptographicException("Not a key on P-256.");
        }
        using var key = ImportKey(); // throws if it is no point of the curve
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(subjectPublicKeyInfo));
    }

    public override uint KeyId { get; }

    internal override bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var key = ImportKey();
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private ECDsa ImportKey()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(PublicKey, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}

/// <summary>Signs with a P-256 key, which stays its owner's, who disposes of it.</summary>
public sealed class EcdsaNoteSigner : NoteSigner
{
    private readonly ECDsa _key;

    /// <exception cref="ArgumentException">The name cannot stand in a note.</exception>
    /// <exception cref="CryptographicException">Not a P-256 key.</exception>
    public EcdsaNoteSigner(string name, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        (_key, Verifier) = (key, new EcdsaNoteVerifier(name, key.ExportSubjectPublicKeyInfo()));
    }

    public override NoteVerifier Verifier { get; }

    private protected override byte[] SignatureOf(ReadOnlySpan<byte> text) =>
        _key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
