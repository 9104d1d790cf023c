using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Ledger.Api.Tests.SignOn;

/// <summary>
/// An identity provider of its own: discovery, keys, authorisation by code with PKCE, tokens. Whoever comes is signed in as
/// <see cref="Claims"/> say; what it does can be made wrong in one way at a time.
/// </summary>
internal sealed class SmallProvider : IAsyncDisposable
{
    public const string ClientId = "ledger-pages";
    public const string Secret = "a secret of tests";
    public const string Audience = "ledger-api";

    /// <summary>Ways in which a token is none of its own, wherever it is brought.</summary>
    public static IReadOnlyList<string> WrongTokens { get; } =
    [
        "expired", "endless", "not-yet", "audience", "audience-slash", "no-audience", "issuer", "none", "None", "HS256-public",
        "HS256-secret", "forged", "unknown-key", "no-key",
    ];

    /// <summary>Ways in which it says nobody whom the ledger knows.</summary>
    public static IReadOnlyList<string> WrongPeople { get; } =
        ["organisation", "two-organisations", "no-organisation", "roles", "no-roles", "no-subject", "long-subject"];

    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri, string Nonce)> _codes = [];
    private readonly RSA _stranger = RSA.Create(2048);
    private readonly WebApplication _app;
    private string _way = "";
    private RSA _key = RSA.Create(2048);
    private int _keyNumber;

    private SmallProvider(WebApplication app)
    {
        _app = app;
        Mend();
    }

    public string Issuer => _app.Urls.Single();

    /// <summary>What the next tokens say beside what every token says.</summary>
    public JsonObject Claims { get; } = [];

    /// <summary>It answers nothing but 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often its description was asked for.</summary>
    public int Described { get; private set; }

    /// <summary>How often a code was refused.</summary>
    public int Refused { get; private set; }

    public static async Task<SmallProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        var provider = new SmallProvider(app);
        app.Use(next => context => provider.IsDown ? FailAsync(context) : next(context));
        app.MapGet("/.well-known/openid-configuration", provider.Describe);
        app.MapGet("/keys", provider.ListKeys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.RedeemAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    /// <summary>As it was at first: right in every way, for somebody of Acme who buys.</summary>
    public void Mend()
    {
        (_way, IsDown, Refused) = ("", false, 0);
        Claims.Clear();
        (Claims["sub"], Claims["tenant"], Claims["groups"]) = ("person-1", "acme", new JsonArray("buyers"));
    }

    /// <summary>Wrong in one way from now on.</summary>
    public void Spoil(string way)
    {
        Mend();
        _way = way;
        switch (way)
        {
            case "organisation": Claims["tenant"] = "somebody"; break;
            case "two-organisations": Claims["tenant"] = new JsonArray("acme", "other"); break;
            case "no-organisation": Claims.Remove("tenant"); break;
            case "roles": Claims["groups"] = new JsonArray("cooks", "Buyers"); break;
            case "no-roles": Claims.Remove("groups"); break;
            case "no-subject": Claims.Remove("sub"); break;
            case "long-subject": Claims["sub"] = new string('x', 256); break;
        }
    }

    /// <summary>From now on another key signs, and the old one is no longer listed.</summary>
    public void RotateKey() => (_key, _keyNumber) = (RSA.Create(2048), _keyNumber + 1);

    /// <summary>A token as the provider signs it, wrong in the way that was asked for.</summary>
    public string Token(string audience, string? nonce = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var payload = (JsonObject)Claims.DeepClone();
        (payload["iss"], payload["aud"], payload["iat"], payload["exp"]) = (Issuer, audience, now, now + 300);
        if (nonce is not null) payload["nonce"] = nonce;
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = $"key-{_keyNumber}" };
        Distort(header, payload, now);
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Encode(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private void Distort(JsonObject header, JsonObject payload, long now)
    {
        switch (_way)
        {
            case "nonce": payload["nonce"] = "another"; break;
            case "no-nonce": payload.Remove("nonce"); break;
            case "expired": (payload["iat"], payload["exp"]) = (now - 300, now - 40); break;
            case "endless": payload.Remove("exp"); break;
            case "not-yet": payload["nbf"] = now + 60; break;
            case "audience": payload["aud"] = "another"; break;
            case "audience-slash": payload["aud"] = (string)payload["aud"]! + "/"; break;
            case "no-audience": payload.Remove("aud"); break;
            case "several-audiences": payload["aud"] = new JsonArray((string)payload["aud"]!, "another"); break;
            case "azp": payload["azp"] = "another"; break;
            case "issuer": payload["iss"] = "http://127.0.0.1:1"; break;
            case "none" or "None": header["alg"] = _way; break;
            case "HS256-public" or "HS256-secret": header["alg"] = "HS256"; break;
            case "unknown-key": header["kid"] = "another"; break;
            case "no-key": header.Remove("kid"); break;
        }
    }

    private byte[] Sign(byte[] signed) => _way switch
    {
        "none" or "None" => [],
        "HS256-public" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), signed),
        "HS256-secret" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed),
        "forged" or "unknown-key" => _stranger.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => _key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
    };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _stranger.Dispose();
    }

    private static Task FailAsync(HttpContext context)
    {
        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private IResult Describe()
    {
        Described++;
        return Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = _way == "named" ? "http://127.0.0.1:1" : Issuer,
            ["authorization_endpoint"] = _way == "address" ? "javascript:alert(1)" : Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token", ["jwks_uri"] = Issuer + "/keys", ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });
    }

    private IResult ListKeys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return Results.Json(new
        {
            keys = new[]
            {
                new { kty = "RSA", use = "sig", kid = $"key-{_keyNumber}", n = Encode(key.Modulus!), e = Encode(key.Exponent!) },
            },
        });
    }

    private IResult Authorize(HttpRequest request)
    {
        string Asked(string name) => request.Query[name].ToString();
        if (Asked("client_id") != ClientId || Asked("response_type") != "code" || Asked("code_challenge_method") != "S256"
            || !Asked("scope").Split(' ').Contains("openid")) return Results.BadRequest();
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (_way == "pkce" ? "another" : Asked("code_challenge"), Asked("redirect_uri"), Asked("nonce"));
        var query = new QueryBuilder
        {
            { "state", _way == "state" ? "another" : Asked("state") }, { "iss", _way == "from" ? "http://127.0.0.1:1" : Issuer },
        };
        query.Add(_way == "denied" ? "error" : "code", _way switch { "denied" => "access_denied", "code" => "another", _ => code });
        return Results.Redirect(Asked("redirect_uri") + query);
    }

    private async Task<IResult> RedeemAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var client = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{Uri.EscapeDataString(Secret)}"));
        var challenge = Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_codes.TryRemove(form["code"].ToString(), out var known) || known.Challenge != challenge
            || known.RedirectUri != form["redirect_uri"] || form["grant_type"] != "authorization_code"
            || request.Headers.Authorization != $"Basic {client}")
        {
            Refused++;
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        if (_way == "breaks") return Results.StatusCode(500);
        if (_way == "prose") return Results.Text("It works!", "text/html");
        if (_way == "no-token") return Results.Json(new { access_token = "opaque", token_type = "Bearer" });
        return Results.Json(new { id_token = Token(ClientId, known.Nonce), access_token = "opaque", token_type = "Bearer" });
    }

    private static string Encode(JsonObject part) => Encode(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
