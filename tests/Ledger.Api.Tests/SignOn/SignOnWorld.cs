using System.Net;
using Ledger.Api.Auth;
using Ledger.Api.SignOn;
using Ledger.Domain.Values;

namespace Ledger.Api.Tests.SignOn;

/// <summary>Class fixture: a service whose people may sign in with a provider, and that provider.</summary>
public sealed class SignOnWorld : IAsyncLifetime
{
    private readonly StoreDatabase _database = new();
    private SmallProvider? _provider;
    private LedgerServer? _server;

    /// <summary>The provider as it is at first, whatever tests before did to it.</summary>
    internal SmallProvider Provider
    {
        get
        {
            _ = _database.Database; // skips the test where there is no PostgreSQL
            return _provider!;
        }
    }

    internal LedgerServer Server => Provider is not null ? _server! : throw new InvalidOperationException();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        try
        {
            _provider = await SmallProvider.StartAsync();
            _server = await StartAsync(_provider);
        }
        catch (Xunit.Sdk.SkipException)
        {
            // said again by each test
        }
    }

    /// <summary>Another service over the same database.</summary>
    internal Task<LedgerServer> StartAsync(SmallProvider? provider, Limits? limits = null, string? audience = SmallProvider.Audience) =>
        LedgerServer.StartAsync(LedgerServer.OptionsFor(_database.Database) with
        {
            Limits = limits ?? new() { FailedAttemptsPerMinute = 1_000 }, // there are many wrong tokens here
            Oidc = provider is null ? null : OptionsFor(provider) with { Audience = audience },
        });

    internal static OidcOptions OptionsFor(SmallProvider provider) => new()
    {
        Issuer = provider.Issuer, Name = "Acme ID", ClientId = SmallProvider.ClientId, ClientSecret = SmallProvider.Secret,
        Audience = SmallProvider.Audience, OrganisationClaim = "tenant", RolesClaim = "groups",
        Organisations = new Dictionary<string, PartyId> { ["acme"] = new("acme-trading"), ["other"] = new("other-trading") },
        Roles = new Dictionary<string, Roles>
        {
            ["buyers"] = Roles.Trader, ["plant"] = Roles.Processor, ["field"] = Roles.Agent, ["it"] = Roles.Admin,
        },
    };

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>A browser without script, step by step: it keeps cookies and goes nowhere by itself.</summary>
internal sealed class PlainWalk : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public PlainWalk(LedgerServer server) => _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, CookieContainer = _cookies, MaxConnectionsPerServer = 1, // so that each request follows on the last
    })
    {
        BaseAddress = server.Address,
    };

    public Task<HttpResponseMessage> GetAsync(string address) =>
        _http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken);

    public Task<string> ReadAsync(string address) =>
        _http.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>Posts a form of ours with the token that its page has.</summary>
    public async Task<HttpResponseMessage> PostAsync(string address, string page, params IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new FormUrlEncodedContent(
            [new("form-token", await TokenAsync(page)), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await PostAsync(address, form);
    }

    /// <summary>Posts a form of ours that has its token already.</summary>
    public Task<HttpResponseMessage> PostAsync(string address, HttpContent form) =>
        _http.PostAsync(new Uri(address, UriKind.Relative), form, TestContext.Current.CancellationToken);

    /// <summary>The token in the forms of a page.</summary>
    public async Task<string> TokenAsync(string page) =>
        (await ReadAsync(page)).Split("name=\"form-token\" value=\"")[1].Split('"')[0];

    /// <summary>Presses the button: where the provider is.</summary>
    public async Task<string> BeginAsync(string next = "/lots") =>
        await WhereToAsync("/en/sign-in/provider?next=" + Uri.EscapeDataString(next));

    /// <summary>Where an address leads on to.</summary>
    public async Task<string> WhereToAsync(string address)
    {
        using var answer = await GetAsync(address);
        Assert.InRange((int)answer.StatusCode, 302, 303);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>There and back: where the reader ends up.</summary>
    public async Task<string> SignInAsync(string next = "/lots") => await WhereToAsync(await WhereToAsync(await BeginAsync(next)));

    /// <summary>For whom a page says to be; empty where it asks for a sign-in.</summary>
    public async Task<string> WhoAsync()
    {
        using var answer = await GetAsync("/en/lots");
        if (answer.StatusCode == HttpStatusCode.SeeOther) return "";
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Split("class=\"who\">")[1].Split('<')[0].Trim();
    }

    public string? Cookie(string name) => _cookies.GetCookies(_http.BaseAddress!)[name]?.Value;

    public void Take(string name, string value) => _cookies.Add(_http.BaseAddress!, new Cookie(name, value, "/"));

    public void Dispose() => _http.Dispose();
}
