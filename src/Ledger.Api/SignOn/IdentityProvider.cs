using System.Text.Json;
using Ledger.Api.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Ledger.Api.SignOn;

/// <summary>
/// What the provider says of itself, and its keys: fetched when first needed, and again every ten minutes, so that a key it took back
/// is no longer believed. While it cannot be reached, what it said last counts for an hour.
/// </summary>
internal sealed class IdentityProvider(OidcOptions options, IClock clock, ILogger<IdentityProvider> log) : IDisposable
{
    private const string Discovery = "/.well-known/openid-configuration";
    private const int MostBytes = 1 << 20;

    public static readonly Duration Fresh = Duration.FromMinutes(10);
    public static readonly Duration Longest = Duration.FromHours(1);

    /// <summary>Whoever sends a token that names an unknown key makes us ask, but no more often than this.</summary>
    public static readonly Duration BetweenFetches = Duration.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = MostBytes,
    };

    private readonly SemaphoreSlim _fetching = new(1);
    private Said? _said;
    private Exception? _failed;
    private Instant _askedAt = Instant.MinValue;

    /// <summary>Its addresses and keys.</summary>
    /// <param name="isStale">Something in them is not what it was: they are fetched again, unless they just were.</param>
    /// <exception cref="ProviderException">It does not answer, or not as it must.</exception>
    public async Task<OpenIdConnectConfiguration> AskAsync(bool isStale = false)
    {
        if (!isStale && SaidWithin(Fresh) is { } fresh) return fresh;
        var usable = isStale ? null : SaidWithin(Longest);

        // Who has something to go by does not wait for a provider that is slow to answer somebody else.
        if (!await _fetching.WaitAsync(usable is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero)) return usable!;
        try
        {
            if (clock.GetCurrentInstant() - _askedAt >= BetweenFetches) await FetchAsync(isQuiet: usable is not null);
            if (_failed is null) return _said!.Document;
            return usable ?? throw new ProviderException(_failed.Message, _failed);
        }
        finally
        {
            _fetching.Release();
        }
    }

    /// <summary>Sends it something else than a question about itself.</summary>
    /// <exception cref="ProviderException">It does not answer.</exception>
    public async Task<(int Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        try
        {
            using var response = await _http.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            throw new ProviderException(failed.Message, failed);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _fetching.Dispose();
    }

    private OpenIdConnectConfiguration? SaidWithin(Duration age) =>
        _said is { } said && clock.GetCurrentInstant() - said.At < age ? said.Document : null;

    private async Task FetchAsync(bool isQuiet)
    {
        try
        {
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(
                options.Issuer.TrimEnd('/') + Discovery, new HttpDocumentRetriever(_http) { RequireHttps = options.IsEncrypted },
                CancellationToken.None);
            Check(document);
            (_said, _failed) = (new(document, clock.GetCurrentInstant()), null);
        }
        catch (Exception failed) when (failed is ProviderException or IOException or HttpRequestException or OperationCanceledException
            or ArgumentException or InvalidOperationException or FormatException or JsonException or SecurityTokenException)
        {
            _failed = failed;
            if (isQuiet) Log.ProviderSilent(log, failed);
        }

        _askedAt = clock.GetCurrentInstant(); // after it answered or did not: who waited meanwhile does not ask again
    }

    private void Check(OpenIdConnectConfiguration document)
    {
        if (document.Issuer != options.Issuer) throw new ProviderException($"It names itself {document.Issuer}.");
        foreach (var address in (string[])[document.AuthorizationEndpoint, document.TokenEndpoint])
        {
            // Codes and our secret go there.
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
                || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && !options.IsEncrypted)))
                throw new ProviderException($"It names an address that is none, or not https: '{address}'.");
        }

        if (document.SigningKeys.Count == 0) throw new ProviderException("It lists no keys.");
    }

    private sealed record Said(OpenIdConnectConfiguration Document, Instant At);
}

/// <summary>The identity provider did not do its part; nothing is known of who wanted to sign in.</summary>
internal sealed class ProviderException(string message, Exception? inner = null) : Exception(message, inner);
