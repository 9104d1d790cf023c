using System.Security.Cryptography;

namespace Ledger.Api.Capture;

/// <summary>
/// HMAC-SHA-256 under a key that is not in the database: it tells a retry from other content, and tells nothing to whoever
/// has the database alone (a plain hash would let them try prices until one fits).
/// </summary>
internal sealed class ContentMac(byte[] key)
{
    public byte[] Of(ReadOnlySpan<byte> canonical) => HMACSHA256.HashData(key, canonical);
}
