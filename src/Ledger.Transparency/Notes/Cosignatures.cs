using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Ledger.Transparency.Notes;

/// <summary>
/// A witness's public key. A cosignature of it says: at that time, this was the largest tree of that log that I had seen,
/// and it begins with every earlier one (C2SP tlog-cosignature, v1).
/// </summary>
public sealed class CosignatureVerifier : NoteVerifier
{
    private const int TimeLength = sizeof(ulong);

    /// <exception cref="ArgumentException">The name cannot stand in a note.</exception>
    /// <exception cref="CryptographicException">Not an Ed25519 key.</exception>
    public CosignatureVerifier(string name, ReadOnlySpan<byte> publicKey)
        : base(name, NoteKeyType.Cosignature, publicKey)
    {
        if (!Ed25519.IsPublicKey(publicKey)) throw new CryptographicException("Not an Ed25519 key.");
        KeyId = RecommendedId(name, Type, publicKey);
    }

    public override uint KeyId { get; }

    /// <summary>When this witness cosigned, to the second; null if it did not. Only as true as the note is verified.</summary>
    public Instant? TimeIn(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return note.Signatures.FirstOrDefault(Claims) is { } line && TimeOf(line.Bytes.Span) is { } seconds
            && seconds <= Instant.MaxValue.ToUnixTimeSeconds() ? Instant.FromUnixTimeSeconds(seconds) : null;
    }

    internal override bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        TimeOf(signature) is { } time && Ed25519.Verifies(PublicKey, Message(time, text), signature[TimeLength..]);

    internal static byte[] Message(long time, ReadOnlySpan<byte> text) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n")), .. text];

    private static long? TimeOf(ReadOnlySpan<byte> signature) =>
        signature.Length == TimeLength + Ed25519.SignatureLength && BinaryPrimitives.ReadInt64BigEndian(signature) is >= 0 and var time
            ? time : null;
}

/// <summary>A witness's private key.</summary>
public sealed class Cosigner
{
    private readonly byte[] _seed;

    /// <param name="name">As it stands in signature lines.</param>
    /// <param name="seed">The private key, 32 random bytes, used for nothing else.</param>
    /// <exception cref="ArgumentException">The name cannot stand in a note, or the seed has another length.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libcrypto.</exception>
    public Cosigner(string name, ReadOnlySpan<byte> seed) =>
        (_seed, Verifier) = (seed.ToArray(), new CosignatureVerifier(name, Ed25519.PublicKeyOf(seed)));

    /// <summary>What others check the cosignatures with.</summary>
    public CosignatureVerifier Verifier { get; }

    /// <summary>Cosigns the text of a checkpoint, which the caller has found consistent with all it ever cosigned.</summary>
    public NoteSignature Cosign(string checkpoint, Instant now)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var seconds = now.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(now));
        var time = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64BigEndian(time, seconds);
        var signature = Ed25519.Sign(_seed, CosignatureVerifier.Message(seconds, Encoding.UTF8.GetBytes(checkpoint)));
        return new NoteSignature(Verifier.Name, Verifier.KeyId, (byte[])[.. time, .. signature]);
    }
}
