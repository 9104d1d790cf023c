using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Transparency.Notes;

/// <summary>The algorithms of C2SP signed-note that are understood, by their assigned bytes.</summary>
public enum NoteKeyType
{
    /// <summary>Ed25519 over the text.</summary>
    Ed25519 = 0x01,

    /// <summary>ECDSA on P-256 over SHA-256 of the text, DER signatures.</summary>
    Ecdsa = 0x02,

    /// <summary>A witness's timestamped Ed25519 cosignature (C2SP tlog-cosignature, v1).</summary>
    Cosignature = 0x04,
}

/// <summary>A public key that notes are checked with: a name, an algorithm, and the key itself.</summary>
public abstract class NoteVerifier
{
    private readonly byte[] _publicKey;

    /// <exception cref="ArgumentException">The name cannot stand in a note.</exception>
    private protected NoteVerifier(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!NoteSignature.IsKeyName(name)) throw new ArgumentException("Not a key name.", nameof(name));
        (Name, Type, _publicKey) = (name, type, publicKey.ToArray());
    }

    /// <summary>The name in the signature lines; a log's is its origin.</summary>
    public string Name { get; }

    /// <summary>How it signs.</summary>
    public NoteKeyType Type { get; }

    /// <summary>With the name, what tells this key from others.</summary>
    public abstract uint KeyId { get; }

    /// <summary>True for a key that a log signs its checkpoints with; false for a witness's.</summary>
    public bool IsLogKey => Type != NoteKeyType.Cosignature;

    /// <summary>The key as its algorithm writes it.</summary>
    internal ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Reads a vkey: <c>name+hex(key id)+base64(type || key)</c>.</summary>
    public static bool TryParse(string? vkey, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        // base64 may hold a plus, a name may not
        if (vkey?.Split('+', 3) is not [var name, _, var base64] || !NoteSignature.IsKeyName(name)) return false;
        if (StrictBase64.Decode(base64) is not [var type, .. var key]) return false;
        try
        {
            verifier = (NoteKeyType)type switch
            {
                NoteKeyType.Ed25519 => new Ed25519NoteVerifier(name, key),
                NoteKeyType.Ecdsa => new EcdsaNoteVerifier(name, key),
                NoteKeyType.Cosignature => new CosignatureVerifier(name, key),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return false; // not a key of this kind
        }
        if (verifier?.ToString() != vkey) verifier = null; // another key id
        return verifier is not null;
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([(byte)Type, .. _publicKey])}");

    /// <summary>True if the line says that it is by this key.</summary>
    internal bool Claims(NoteSignature signature) => signature.KeyId == KeyId && signature.KeyName == Name;

    internal abstract bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature);

    /// <summary>The first 4 bytes of SHA-256(name, newline, type, key).</summary>
    private protected static uint RecommendedId(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey]));
}
