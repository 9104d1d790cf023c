using Ledger.Api.Auth;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Ledger.Api.SignOn;

/// <summary>Checks what the provider signed: signature, issuer, audience, time.</summary>
internal sealed class TokenCheck(OidcOptions options, IdentityProvider provider)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // Asymmetric ones only: with "none" or a shared secret anybody could sign, or we could.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Whom a bearer token of the API speaks for; null where it is refused, or none are taken.</summary>
    /// <exception cref="ProviderException">The provider cannot be asked for its keys.</exception>
    public async Task<Caller?> CallerOfAsync(string token) => options.Audience is { } audience
        && (await ReadAsync(token, audience)).Token is { } read ? Person.Of(read, options)?.CallerBy(options) : null;

    /// <summary>The token, checked; null where it is refused, and then why, in a word for the log.</summary>
    /// <exception cref="ProviderException">The provider cannot be asked for its keys.</exception>
    public async Task<(JsonWebToken? Token, string Why)> ReadAsync(string token, string audience)
    {
        var known = await provider.AskAsync();
        var result = await ValidateAsync(token, audience, known);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            var fresh = await provider.AskAsync(isStale: true);
            if (fresh != known) result = await ValidateAsync(token, audience, fresh);
        }

        return result.IsValid ? ((JsonWebToken)result.SecurityToken, "") : (null, result.Exception.GetType().Name);
    }

    private Task<TokenValidationResult> ValidateAsync(string token, string audience, OpenIdConnectConfiguration known) =>
        _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.Issuer, ValidAudience = audience, IgnoreTrailingSlashWhenValidatingAudience = false,
            IssuerSigningKeys = known.SigningKeys, TryAllIssuerSigningKeys = false, ValidAlgorithms = Algorithms,
            RequireSignedTokens = true, RequireExpirationTime = true, ClockSkew = Skew,
        });
}
