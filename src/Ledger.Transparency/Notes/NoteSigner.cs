using System.Security.Cryptography;

namespace Ledger.Transparency.Notes;

/// <summary>A name and the P-256 key that signs under it. The key stays its owner's, who disposes of it.</summary>
public sealed class NoteSigner
{
    private readonly ECDsa _key;

    /// <exception cref="ArgumentException">The name cannot stand in a note.</exception>
    /// <exception cref="CryptographicException">Not a P-256 key.</exception>
    public NoteSigner(string name, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        (_key, Verifier) = (key, new NoteVerifier(name, key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>What others check this signer's notes with.</summary>
    public NoteVerifier Verifier { get; }

    internal NoteSignature Sign(ReadOnlySpan<byte> text) => new(Verifier.Name, Verifier.KeyId,
        _key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
}
