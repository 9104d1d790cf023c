using System.Security.Cryptography;

namespace Ledger.Transparency.Notes;

/// <summary>An Ed25519 public key that signs the text of notes.</summary>
public sealed class Ed25519NoteVerifier : NoteVerifier
{
    /// <exception cref="ArgumentException">The name cannot stand in a note.</exception>
    /// <exception cref="CryptographicException">Not an Ed25519 key.</exception>
    public Ed25519NoteVerifier(string name, ReadOnlySpan<byte> publicKey)
        : base(name, NoteKeyType.Ed25519, publicKey)
    {
        if (!Ed25519.IsPublicKey(publicKey)) throw new CryptographicException("Not an Ed25519 key.");
        KeyId = RecommendedId(name, Type, publicKey);
    }

    public override uint KeyId { get; }

    internal override bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        Ed25519.Verifies(PublicKey, text, signature);
}

/// <summary>Signs notes with Ed25519.</summary>
public sealed class Ed25519NoteSigner : NoteSigner
{
    private readonly byte[] _seed;

    /// <param name="name">As it stands in signature lines.</param>
    /// <param name="seed">The private key, 32 random bytes.</param>
    /// <exception cref="ArgumentException">The name cannot stand in a note, or the seed has another length.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libcrypto.</exception>
    public Ed25519NoteSigner(string name, ReadOnlySpan<byte> seed) =>
        (_seed, Verifier) = (seed.ToArray(), new Ed25519NoteVerifier(name, Ed25519.PublicKeyOf(seed)));

    public override NoteVerifier Verifier { get; }

    private protected override byte[] SignatureOf(ReadOnlySpan<byte> text) => Ed25519.Sign(_seed, text);
}
