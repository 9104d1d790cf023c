namespace Ledger.Transparency.Notes;

/// <summary>An Ed25519 private key as PKCS #8 (RFC 8410, 7), as <c>openssl genpkey -algorithm ed25519</c> writes it.</summary>
public static class Ed25519Key
{
    private static readonly byte[] Start = Convert.FromHexString("302e020100300506032b657004220420");

    /// <summary>The DER form of 32 random bytes.</summary>
    public static byte[] Write(ReadOnlySpan<byte> seed) => [.. Start, .. seed];

    /// <summary>The 32 bytes; null for any other key.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> pkcs8) =>
        pkcs8.Length == Start.Length + Ed25519.SeedLength && pkcs8.StartsWith(Start) ? pkcs8[Start.Length..].ToArray() : null;
}
