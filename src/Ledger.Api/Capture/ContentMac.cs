using System.Security.Cryptography;

namespace Ledger.Api.Capture;

/// <summary>
/// HMAC-SHA-256 under a key that is not in the database: it tells a retry from other content, and tells nothing to whoever
/// has the database alone (a plain hash would let them try prices until one fits).
/// </summary>
internal sealed class ContentMac(byte[] key) : IDisposable
{
    // Keyed once a thread: to key it anew costs more than to hash what a phone posts.
    private readonly ThreadLocal<IncrementalHash> _keyed = new(
        () => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key), trackAllValues: true);

    public byte[] Of(ReadOnlySpan<byte> canonical)
    {
        var keyed = _keyed.Value!;
        keyed.AppendData(canonical);
        return keyed.GetHashAndReset();
    }

    public void Dispose()
    {
        foreach (var keyed in _keyed.Values) keyed.Dispose();
        _keyed.Dispose();
    }
}
