using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.IdentityModel.JsonWebTokens;
using NodaTime;

namespace Ledger.Api.SignOn;

/// <summary>A sign-in under way: what comes back must match it. It is in the browser alone, encrypted, for ten minutes.</summary>
/// <param name="State">Shows that the answer is to this browser's question.</param>
/// <param name="Nonce">Shows that the token is for this sign-in.</param>
/// <param name="Verifier">Shows the provider that who asked is who redeems (PKCE, RFC 7636).</param>
/// <param name="Language">Of the page it began on.</param>
/// <param name="Next">Where to go on, behind the language.</param>
/// <param name="Ends">Unix seconds.</param>
internal sealed record PendingSignIn(string State, string Nonce, string Verifier, string Language, string Next, long Ends);

/// <summary>What the token endpoint answers, as far as it is used.</summary>
internal sealed record TokenAnswer([property: JsonPropertyName("id_token")] string? IdToken);

/// <summary>How a sign-in with the provider ended.</summary>
internal enum SignOnVerdict
{
    SignedIn,

    /// <summary>It was begun too long ago, elsewhere, or by somebody else.</summary>
    Stale,

    /// <summary>The provider, or we, did not accept who signed in there.</summary>
    Refused,

    /// <summary>The provider vouches for somebody whose organisation or roles are not known here.</summary>
    Unknown,

    /// <summary>The provider cannot be reached.</summary>
    Down,
}

/// <param name="Person">Who signed in; null where nobody did.</param>
/// <param name="Why">Nobody did, in a word for the log.</param>
internal sealed record SignOnEnd(SignOnVerdict Verdict, Person? Person = null, string? Why = null);

/// <summary>Sign-in by authorisation code with PKCE, state and nonce (OpenID Connect Core, 3.1; RFC 9700).</summary>
internal sealed class CodeFlow(
    OidcOptions options, IdentityProvider provider, TokenCheck tokens, IDataProtectionProvider protection, IClock clock)
{
    public const string Cookie = "ledger-sign-in";
    public static readonly Duration Length = Duration.FromMinutes(10);
    private const int SecretBytes = 32;

    // Of 4096 bytes that a browser keeps of a cookie, with its name and what else is said of it.
    private const int LongestCookie = 3_800;

    private readonly IDataProtector _protector = protection.CreateProtector("sign-on.pending.v1");

    /// <summary>Where to send the browser, and what it must bring back.</summary>
    /// <exception cref="ProviderException">The provider does not answer.</exception>
    public async Task<(string Address, string Pending)> BeginAsync(string redirectUri, string language, string next)
    {
        var authorisation = (await provider.AskAsync()).AuthorizationEndpoint;
        var ends = (clock.GetCurrentInstant() + Length).ToUnixTimeSeconds();
        var pending = new PendingSignIn(Secret(), Secret(), Secret(), language, next, ends);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(pending.Verifier)));
        var query = new QueryBuilder
        {
            { "response_type", "code" }, { "client_id", options.ClientId }, { "redirect_uri", redirectUri }, { "scope", options.Scope },
            { "state", pending.State }, { "nonce", pending.Nonce }, { "code_challenge", challenge }, { "code_challenge_method", "S256" },
        };
        var separator = authorisation.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var kept = Protect(pending);
        return (authorisation + separator + query.ToString()[1..],
            kept.Length <= LongestCookie ? kept : Protect(pending with { Next = "/" }));
    }

    /// <summary>The sign-in that this browser began; null where it is over, or none of ours.</summary>
    public PendingSignIn? PendingIn(string? cookie)
    {
        if (string.IsNullOrEmpty(cookie)) return null;
        try
        {
            var pending = JsonSerializer.Deserialize(_protector.Unprotect(cookie), SignOnJson.Default.PendingSignIn)!;
            return clock.GetCurrentInstant() < Instant.FromUnixTimeSeconds(pending.Ends) ? pending : null;
        }
        catch (CryptographicException)
        {
            return null; // another ledger's, or tampered with
        }
    }

    /// <summary>What the browser brought back from the provider.</summary>
    /// <param name="pending">What it began; null where that is over.</param>
    /// <param name="back">The parameters it came back with.</param>
    /// <param name="redirectUri">As when it began.</param>
    /// <exception cref="ProviderException">The provider does not answer.</exception>
    public async Task<SignOnEnd> EndAsync(PendingSignIn? pending, IQueryCollection back, string redirectUri)
    {
        if (pending is null || !IsSame(pending.State, back["state"].ToString())) return new(SignOnVerdict.Stale);
        if (back.TryGetValue("iss", out var from) && from != options.Issuer) return Refused("iss"); // RFC 9207
        if (back["code"].ToString() is not { Length: > 0 } code) return Refused("no code");
        var (status, idToken) = await RedeemAsync(code, pending.Verifier, redirectUri);
        if (idToken is null) return Refused($"token endpoint {status}");
        var (token, why) = await tokens.ReadAsync(idToken, options.ClientId);
        if (token is null) return Refused(why);
        if (!IsSame(pending.Nonce, token.TryGetPayloadValue<string>("nonce", out var nonce) ? nonce : "")) return Refused("nonce");
        if (!IsForUs(token)) return Refused("azp");
        return Person.Of(token, options) is { } person && person.CallerBy(options) is not null
            ? new(SignOnVerdict.SignedIn, person) : new(SignOnVerdict.Unknown, Why: "organisation or roles");
    }

    // OpenID Connect Core, 3.1.3.7: a token for several says to whom it was handed.
    private bool IsForUs(JsonWebToken token) => token.TryGetPayloadValue<string>("azp", out var party)
        ? party == options.ClientId : token.Audiences.Take(2).Count() == 1;

    // No token where the provider refuses the code.
    private async Task<(int Status, string? IdToken)> RedeemAsync(string code, string verifier, string redirectUri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, (await provider.AskAsync()).TokenEndpoint);
        request.Content = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirectUri),
            new("client_id", options.ClientId), new("code_verifier", verifier),
        ]);
        if (options.ClientSecret is { } secret)
        {
            var pair = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(secret)}"; // RFC 6749, 2.3.1
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }

        var (status, body) = await provider.SendAsync(request);
        if (status is 429 or >= 500) throw new ProviderException($"Its token endpoint answers {status}.");
        try
        {
            return (status, status == 200 ? JsonSerializer.Deserialize(body, SignOnJson.Default.TokenAnswer)?.IdToken : null);
        }
        catch (JsonException failed)
        {
            throw new ProviderException("Its token endpoint does not answer in JSON.", failed);
        }
    }

    private static SignOnEnd Refused(string why) => new(SignOnVerdict.Refused, Why: why);

    private string Protect(PendingSignIn pending) =>
        _protector.Protect(JsonSerializer.Serialize(pending, SignOnJson.Default.PendingSignIn));

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private static bool IsSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
