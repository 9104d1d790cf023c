using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Ledger.Transparency.Notes;

/// <summary>
/// A public key that notes are checked with: ECDSA on P-256 over SHA-256, DER signatures (C2SP signed-note, type 0x02).
/// </summary>
public sealed class NoteVerifier
{
    private const byte Ecdsa = 0x02;

    private readonly byte[] _publicKey; // SubjectPublicKeyInfo, DER

    /// <exception cref="ArgumentException">The name cannot stand in a note.</exception>
    /// <exception cref="CryptographicException">Not a P-256 key as DER writes it.</exception>
    public NoteVerifier(string name, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!NoteSignature.IsKeyName(name)) throw new ArgumentException("Not a key name.", nameof(name));
        (Name, _publicKey) = (name, subjectPublicKeyInfo.ToArray());
        using var key = ImportKey();
        if (!key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(subjectPublicKeyInfo))
        {
            throw new CryptographicException("A key that DER writes differently."); // it would have another key id
        }
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(subjectPublicKeyInfo));
    }

    /// <summary>The name in the signature lines.</summary>
    public string Name { get; }

    /// <summary>The first 4 bytes of SHA-256 of the SubjectPublicKeyInfo.</summary>
    public uint KeyId { get; }

    /// <summary>Reads a vkey: <c>name+hex(key id)+base64(0x02 || SubjectPublicKeyInfo)</c>.</summary>
    public static bool TryParse(string? vkey, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        // base64 may hold a plus, a name may not
        if (vkey?.Split('+', 3) is not [var name, _, var base64] || !NoteSignature.IsKeyName(name)) return false;
        if (StrictBase64.Decode(base64) is not [Ecdsa, .. var key]) return false;
        try
        {
            verifier = new NoteVerifier(name, key);
        }
        catch (CryptographicException)
        {
            return false; // not a key of this kind
        }
        if (verifier.ToString() != vkey) verifier = null; // another key id
        return verifier is not null;
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([Ecdsa, .. _publicKey])}");

    /// <summary>True if the line says that it is by this key.</summary>
    internal bool Claims(NoteSignature signature) => signature.KeyId == KeyId && signature.KeyName == Name;

    internal bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var key = ImportKey();
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private ECDsa ImportKey()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(_publicKey, out _);
            if (key.KeySize == 256) return key;
            throw new CryptographicException("A key on another curve than P-256.");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
