using System.Net;
using System.Text.Json.Nodes;
using Ledger.Api.Pages.House;
using Ledger.Api.SignOn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Ledger.Api.Tests.SignOn;

/// <summary>What a sign-in leaves in the browser, for how long, and what it is good for.</summary>
public sealed class SessionTests : IClassFixture<SignOnWorld>
{
    private readonly SignOnWorld _world;

    public SessionTests(SignOnWorld world)
    {
        _world = world;
        world.Provider.Mend();
    }

    [Fact]
    public async Task Cookies_of_a_sign_in_are_for_no_script_and_encrypted_where_the_way_is()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _world.Server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Host = "ledger.example";
        using var sent = await http.GetAsync(new Uri("/en/sign-in/provider", UriKind.Relative), TestContext.Current.CancellationToken);

        var cookie = Assert.Single(sent.Headers.GetValues("Set-Cookie"));
        foreach (var word in (string[])["httponly", "samesite=lax", "secure", "path=/"])
            Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase);
        var query = sent.Headers.Location!.Query;
        Assert.Contains("redirect_uri=https%3A%2F%2Fledger.example%2Fen%2Fsign-in%2Freturn&", query, StringComparison.Ordinal);
        Assert.Equal("no-store", sent.Headers.CacheControl!.ToString());
        foreach (var secret in (string[])["verifier", SmallProvider.Secret]) Assert.DoesNotContain(secret, query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_after_four_hours_and_says_so()
    {
        var person = new Person(_world.Provider.Issuer, "person-1", "acme", ["buyers"]);
        foreach (var (ago, who) in (List<(Duration, string)>)
            [(Duration.FromHours(4) - Duration.FromMinutes(1), "acme-trading"), (Duration.FromHours(4), "")])
        {
            using var walk = new PlainWalk(_world.Server);
            walk.Take("ledger-session", SessionOf(SessionAt(-ago), (session, context) => session.Begin(context, person)));
            Assert.Equal(who, await walk.WhoAsync());
            if (who == "") Assert.Contains("Your session is over", await walk.ReadAsync("/en/sign-in"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_session_of_a_key_ends_after_twelve_hours_and_says_so()
    {
        using var trader = await _world.Server.AsAsync("sign-on-trader", "trader");
        foreach (var (ago, who) in (List<(Duration, string)>)
            [(Duration.FromHours(12) - Duration.FromMinutes(1), "sign-on-trader"), (Duration.FromHours(12), "")])
        {
            using var walk = new PlainWalk(_world.Server);
            walk.Take("ledger-session", SessionOf(SessionAt(-ago), (session, context) => session.Begin(context, trader.Key!)));
            Assert.Equal(who, await walk.WhoAsync());
            if (who == "") Assert.Contains("Your session is over", await walk.ReadAsync("/en/sign-in"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_session_means_what_the_tables_say_now()
    {
        var (protection, options) = (new EphemeralDataProtectionProvider(NullLoggerFactory.Instance), OptionsWith(_world.Provider));
        var person = new Person(options.Oidc!.Issuer, "person-1", "acme", ["buyers", "it"]);
        var cookie = SessionOf(new(protection, SystemClock.Instance, options), (session, context) => session.Begin(context, person));

        Assert.Equal(Auth.Roles.Trader | Auth.Roles.Admin, RolesBy(options.Oidc));
        var table = options.Oidc.Roles.Where(pair => pair.Key != "it").ToDictionary();
        Assert.Equal(Auth.Roles.Trader, RolesBy(options.Oidc with { Roles = table }));
        Assert.Null(RolesBy(options.Oidc with { Organisations = new Dictionary<string, Domain.Values.PartyId>() }));
        Assert.Null(RolesBy(options.Oidc with { Issuer = "https://another.example" })); // whose acme is another one
        Assert.Null(RolesBy(null));

        Auth.Roles? RolesBy(OidcOptions? oidc)
        {
            var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
            context.Request.Headers.Cookie = $"{Session.Cookie}={cookie}";
            return new Session(protection, SystemClock.Instance, options with { Oidc = oidc }).CredentialOf(context)?.Caller?.Roles;
        }
    }

    [Fact]
    public async Task What_a_page_asked_for_a_person_is_not_there_for_the_next_request_of_the_connection()
    {
        using var walk = new PlainWalk(_world.Server);
        await walk.SignInAsync();
        using var sheet = await walk.GetAsync("/en/parties/acme-trading/balance.csv");
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (sheet.StatusCode, sheet.Content.Headers.ContentType?.MediaType));
        await sheet.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        using var next = await walk.GetAsync("/v1/caller"); // with the cookie, which is for pages
        Assert.Equal(HttpStatusCode.Unauthorized, next.StatusCode);
    }

    [Fact]
    public async Task What_somebody_posts_through_pages_counts_as_what_a_key_posts()
    {
        await using var server = await _world.StartAsync(_world.Provider, new() { PostsPerMinute = 2 });
        _world.Provider.Claims["groups"] = new JsonArray("it");
        using var walk = new PlainWalk(server);
        await walk.SignInAsync();

        var made = new List<int>();
        for (var number = 0; number < 3; number++)
        {
            using var answer = await walk.PostAsync(
                "/en/admin/keys/new", "/en/admin/keys/new", ("organisation", "sign-on-coop"), ("name", "office"), ("roles", "miner"));
            made.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 429], made);
    }

    [Fact]
    public async Task A_token_pasted_into_the_field_for_a_key_begins_no_session()
    {
        using var walk = new PlainWalk(_world.Server);
        using var answer = await walk.PostAsync("/en/sign-in", "/en/sign-in", ("key", _world.Provider.Token(SmallProvider.Audience)));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(walk.Cookie("ledger-session"));
    }

    // As it was begun by a clock that was so far back.
    private Session SessionAt(Duration by) => new(
        _world.Server.App.Services.GetRequiredService<IDataProtectionProvider>(), new MovedClock(by), OptionsWith(_world.Provider));

    private static LedgerOptions OptionsWith(SmallProvider provider) => new() { Oidc = SignOnWorld.OptionsFor(provider) };

    private static string SessionOf(Session session, Action<Session, Microsoft.AspNetCore.Http.HttpContext> begin)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        begin(session, context);
        return context.Response.Headers.SetCookie.ToString().Split('=', 2)[1].Split(';')[0];
    }
}
