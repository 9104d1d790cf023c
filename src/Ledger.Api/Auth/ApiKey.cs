using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Api.Auth;

/// <summary>A key as its holder has it: <c>ledger_{id}_{secret}</c>, id 16 hexadecimal digits, secret 32 bytes in base64url.</summary>
internal sealed record ApiKey(string Id, byte[] Secret)
{
    public const string Scheme = "Bearer ";
    private const string Prefix = "ledger_";
    private const int IdLength = 16;
    private const int SecretLength = 32;

    /// <summary>A new random one.</summary>
    public static ApiKey Make() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)), RandomNumberGenerator.GetBytes(SecretLength));

    public byte[] SecretHash() => SHA256.HashData(Secret);

    public override string ToString() => $"{Prefix}{Id}_{Base64Url.EncodeToString(Secret)}";

    /// <summary>Reads an Authorization header.</summary>
    public static bool TryParse(string? authorization, [NotNullWhen(true)] out ApiKey? key)
    {
        key = null;
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var token = authorization.AsSpan(Scheme.Length).Trim();
        if (!token.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        token = token[Prefix.Length..];
        if (token.Length < IdLength + 1 || token[IdLength] != '_' || !Ascii.IsValid(token)) return false;
        var secret = new byte[SecretLength];
        if (!Base64Url.IsValid(token[(IdLength + 1)..], out var length) || length != SecretLength) return false;
        Base64Url.DecodeFromChars(token[(IdLength + 1)..], secret);
        key = new(token[..IdLength].ToString(), secret);
        return true;
    }
}
