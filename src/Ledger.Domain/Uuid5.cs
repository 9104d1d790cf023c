using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ledger.Domain;

/// <summary>Ids that follow from a name: the same name in the same namespace is the same id (RFC 9562, 5.5).</summary>
public static class Uuid5
{
    /// <summary>SHA-1 over the namespace in network byte order and the name.</summary>
    [SuppressMessage(
        "Security", "CA5350", Justification = "RFC 9562, 5.5 asks for SHA-1; nothing rests on its strength.")]
    public static Guid Create(Guid nameSpace, ReadOnlySpan<byte> name)
    {
        const int Namespace = 16;
        Span<byte> input = name.Length <= 240 ? stackalloc byte[Namespace + 240] : new byte[Namespace + name.Length];
        input = input[..(Namespace + name.Length)];
        nameSpace.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input[Namespace..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50); // version 5
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80); // variant 10
        return new Guid(hash[..16], bigEndian: true);
    }
}
