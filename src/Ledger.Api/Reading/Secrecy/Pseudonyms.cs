using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ledger.Domain.Values;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>
/// Other names for parties and for what they made, one set for each reader organisation and always the same. Without the service's
/// secret they cannot be turned back, nor those of two readers be joined. A lot's other name leads its reader back to the lot.
/// </summary>
internal sealed class Pseudonyms(byte[] secret)
{
    /// <summary>No name or id of a party's own begins so.</summary>
    public const char Mark = '~';

    private const int NameBytes = 6;
    private const int Block = 32; // lengths tell names apart too

    private readonly byte[] _names = HMACSHA256.HashData(secret, "names"u8);
    private readonly byte[] _nonces = HMACSHA256.HashData(secret, "nonces"u8);
    private readonly byte[] _ids = HMACSHA256.HashData(secret, "ids"u8);
    private readonly byte[] _events = HMACSHA256.HashData(secret, "events"u8);

    /// <summary>A party or smelter.</summary>
    public string Of(PartyId reader, string name) =>
        Mark + Convert.ToHexStringLower(HMACSHA256.HashData(_names, Said(reader, name)).AsSpan(0, NameBytes));

    /// <summary>A custody event under another id, a UUID of version 8, which leads nowhere.</summary>
    public CustodyEventId Of(PartyId reader, CustodyEventId id)
    {
        var bytes = HMACSHA256.HashData(_events, Said(reader, id.ToString())).AsSpan(0, 16);
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
        return new(new Guid(bytes, bigEndian: true));
    }

    /// <summary>The part after the colon of an id made by a party under its own name: encrypted for this reader.</summary>
    public string Of<TId>(PartyId reader, TId id)
        where TId : struct, ITextId<TId>, IPartyScopedId
    {
        // The nonce follows from what is encrypted: the same id has the same name, and no two have one nonce.
        var plain = new byte[((Encoding.UTF8.GetByteCount(id.Value) / Block) + 1) * Block];
        Encoding.UTF8.GetBytes(id.Value, plain);
        var sealedId = new byte[AesGcm.NonceByteSizes.MaxSize + plain.Length + AesGcm.TagByteSizes.MaxSize];
        var (nonce, cipher, tag) = Parts(sealedId);
        HMACSHA256.HashData(_nonces, Said(reader, id.Value)).AsSpan(0, nonce.Length).CopyTo(nonce.Span);
        using var aes = new AesGcm(_ids, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span, Encoding.UTF8.GetBytes(reader.Value));
        return Mark + Base64Url.EncodeToString(sealedId);
    }

    /// <summary>The id behind a name this reader was given; null where it was given to nobody, or to another.</summary>
    public TId? Resolve<TId>(PartyId reader, string name)
        where TId : struct, ITextId<TId>
    {
        var local = name.AsSpan(name.IndexOf(':', StringComparison.Ordinal) + 1);
        if (local.Length == name.Length || !local.StartsWith([Mark]) || !Base64Url.IsValid(local[1..], out var length)) return null;
        if (length <= AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize) return null;
        var (nonce, cipher, tag) = Parts(Base64Url.DecodeFromChars(local[1..]));
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(_ids, AesGcm.TagByteSizes.MaxSize);
        try
        {
            aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain, Encoding.UTF8.GetBytes(reader.Value));
            return TId.TryParse(Encoding.UTF8.GetString(plain).TrimEnd('\0'));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static (Memory<byte> Nonce, Memory<byte> Cipher, Memory<byte> Tag) Parts(Memory<byte> sealedId) => (
        sealedId[..AesGcm.NonceByteSizes.MaxSize], sealedId[AesGcm.NonceByteSizes.MaxSize..^AesGcm.TagByteSizes.MaxSize],
        sealedId[^AesGcm.TagByteSizes.MaxSize..]);

    private static byte[] Said(PartyId reader, string text) => Encoding.UTF8.GetBytes($"{reader}\0{text}");
}
