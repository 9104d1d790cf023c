using System.Net;
using System.Text.Json.Nodes;
using Ledger.Api.Pages.House;
using Ledger.Api.SignOn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Ledger.Api.Tests.SignOn;

/// <summary>Signing in to the pages with an identity provider, against a real one over HTTP.</summary>
public sealed class SignOnTests : IClassFixture<SignOnWorld>
{
    private readonly SignOnWorld _world;

    public SignOnTests(SignOnWorld world)
    {
        _world = world;
        world.Provider.Mend();
    }

    [Fact]
    public async Task Who_comes_back_from_the_provider_reads_as_its_organisation_where_it_wanted_to()
    {
        using var walk = new PlainWalk(_world.Server);
        Assert.Equal("", await walk.WhoAsync());

        Assert.Equal("/en/lots?mineral=cassiterite&at=1%2F2", await walk.SignInAsync("/lots?mineral=cassiterite&at=1%2F2"));

        Assert.Equal("acme-trading", await walk.WhoAsync());
        Assert.Null(walk.Cookie("ledger-sign-in")); // it was for once
    }

    [Theory]
    [InlineData("state", "stale")]
    [InlineData("from", "refused")]
    [InlineData("denied", "refused")]
    [InlineData("code", "refused")]
    [InlineData("pkce", "refused")]
    [InlineData("no-token", "refused")]
    [InlineData("nonce", "refused")]
    [InlineData("no-nonce", "refused")]
    [InlineData("expired", "refused")]
    [InlineData("endless", "refused")]
    [InlineData("not-yet", "refused")]
    [InlineData("audience", "refused")]
    [InlineData("audience-slash", "refused")]
    [InlineData("no-audience", "refused")]
    [InlineData("several-audiences", "refused")]
    [InlineData("azp", "refused")]
    [InlineData("issuer", "refused")]
    [InlineData("none", "refused")]
    [InlineData("None", "refused")]
    [InlineData("HS256-public", "refused")]
    [InlineData("HS256-secret", "refused")]
    [InlineData("forged", "refused")]
    [InlineData("unknown-key", "refused")]
    [InlineData("no-key", "refused")]
    [InlineData("organisation", "unknown")]
    [InlineData("two-organisations", "unknown")]
    [InlineData("no-organisation", "unknown")]
    [InlineData("roles", "unknown")]
    [InlineData("no-roles", "unknown")]
    [InlineData("no-subject", "unknown")]
    [InlineData("long-subject", "unknown")]
    [InlineData("breaks", "down")]
    [InlineData("prose", "down")]
    public async Task A_sign_in_that_is_wrong_in_one_way_signs_nobody_in(string way, string refused)
    {
        var log = HeardLog.Of(_world.Server);
        using var walk = new PlainWalk(_world.Server);
        _world.Provider.Spoil(way);

        Assert.Equal($"/en/sign-in?refused={refused}&next=%2Flots", await walk.SignInAsync());

        Assert.Null(walk.Cookie("ledger-session"));
        Assert.Contains("role=\"alert\"", await walk.ReadAsync("/en/sign-in?refused=" + refused), StringComparison.Ordinal);
        Assert.Equal("", await walk.WhoAsync());
        Assert.Equal(way is "pkce" or "code" ? 1 : 0, _world.Provider.Refused);
        var said = Assert.Single(refused == "stale" ? ["ledger"] : log.Lines);
        foreach (var secret in (string[])["eyJ", SmallProvider.Secret, "person-1"])
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);

        _world.Provider.Mend();
        Assert.Equal("/en/lots", await walk.SignInAsync()); // it was this, and nothing else
    }

    [Fact]
    public async Task What_another_browser_brings_back_signs_nobody_in()
    {
        using PlainWalk attacker = new(_world.Server), victim = new(_world.Server), third = new(_world.Server);
        var back = await attacker.WhereToAsync(await attacker.BeginAsync());
        Assert.Equal("/en/sign-in?refused=stale", await third.WhereToAsync(back)); // who began nothing

        await victim.BeginAsync(); // who began something else
        Assert.Equal("/en/sign-in?refused=stale&next=%2Flots", await victim.WhereToAsync(back));

        Assert.Equal("", await victim.WhoAsync());
        Assert.Equal(0, _world.Provider.Refused); // and the provider was not asked
    }

    [Fact]
    public async Task A_code_signs_in_once_even_where_all_that_belongs_to_it_was_kept()
    {
        using PlainWalk walk = new(_world.Server), again = new(_world.Server);
        var at = await walk.BeginAsync();
        var kept = walk.Cookie("ledger-sign-in")!;
        var back = await walk.WhereToAsync(at);
        Assert.Equal("/en/lots", await walk.WhereToAsync(back));

        Assert.Equal("/en/sign-in?refused=stale", await walk.WhereToAsync(back));
        again.Take("ledger-sign-in", kept);
        Assert.Equal("/en/sign-in?refused=refused&next=%2Flots", await again.WhereToAsync(back));

        Assert.Equal(1, _world.Provider.Refused);
        Assert.Equal("", await again.WhoAsync());
    }

    [Fact]
    public async Task A_sign_in_that_was_begun_ten_minutes_ago_is_over()
    {
        var parts = _world.Server.App.Services;
        foreach (var (ago, end) in (List<(Duration, string)>)
            [(CodeFlow.Length - Duration.FromMinutes(1), "/en/lots"), (CodeFlow.Length, "/en/sign-in?refused=stale")])
        {
            var then = new CodeFlow(
                parts.GetRequiredService<OidcOptions>(), parts.GetRequiredService<IdentityProvider>(),
                parts.GetRequiredService<TokenCheck>(), parts.GetRequiredService<IDataProtectionProvider>(), new MovedClock(-ago));
            var (at, pending) = await then.BeginAsync(new Uri(_world.Server.Address, "/en/sign-in/return").ToString(), "en", "/lots");
            using var walk = new PlainWalk(_world.Server);
            walk.Take("ledger-sign-in", pending);
            Assert.Equal(end, await walk.WhereToAsync(await walk.WhereToAsync(at)));
        }
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/x\r\nSet-Cookie: ledger-session=1")]
    [InlineData("/é")]
    [InlineData("@evil.example")]
    [InlineData("")]
    public async Task A_sign_in_leads_to_no_other_place_than_a_page_of_ours(string next)
    {
        using var walk = new PlainWalk(_world.Server);
        Assert.Equal("/en/", await walk.SignInAsync(next));

        using var trader = await _world.Server.AsAsync("sign-on-trader", "trader");
        var page = "/en/sign-in?next=" + Uri.EscapeDataString(next);
        using var answer = await walk.PostAsync(page, page, ("key", trader.Key!));
        Assert.Equal("/en/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_long_address_to_go_on_to_and_hundreds_of_groups_make_no_cookie_that_a_browser_would_drop()
    {
        _world.Provider.Claims["groups"] =
            new JsonArray([.. Enumerable.Range(0, 400).Select(number => (JsonNode)$"group-{number:D30}"), "buyers"]);
        using var walk = new PlainWalk(_world.Server);
        var at = await walk.BeginAsync("/lots?" + new string('&', 2_000));
        Assert.InRange(walk.Cookie("ledger-sign-in")!.Length, 100, 4_000);

        Assert.Equal("/en/", await walk.WhereToAsync(await walk.WhereToAsync(at)));

        Assert.InRange(walk.Cookie("ledger-session")!.Length, 100, 1_000);
        Assert.Equal("acme-trading", await walk.WhoAsync());
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
        var protection = _world.Server.App.Services.GetRequiredService<IDataProtectionProvider>();
        var person = new Person(_world.Provider.Issuer, "person-1", "acme", ["buyers"]);
        foreach (var (ago, who) in (List<(Duration, string)>)
            [(Session.LengthOfPerson - Duration.FromMinutes(1), "acme-trading"), (Session.LengthOfPerson, "")])
        {
            using var walk = new PlainWalk(_world.Server);
            walk.Take("ledger-session", SessionOf(new(protection, new MovedClock(-ago), OptionsWith(_world.Provider)), person));
            Assert.Equal(who, await walk.WhoAsync());
            if (who == "") Assert.Contains("Your session is over", await walk.ReadAsync("/en/sign-in"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_session_means_what_the_tables_say_now()
    {
        var (protection, options) = (new EphemeralDataProtectionProvider(NullLoggerFactory.Instance), OptionsWith(_world.Provider));
        var person = new Person(options.Oidc!.Issuer, "person-1", "acme", ["buyers", "it"]);
        var cookie = SessionOf(new(protection, SystemClock.Instance, options), person);

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

        Assert.Equal(429, made[2]);
        Assert.Equal(made[0], made[1]);
        Assert.InRange(made[0], 200, 303);
    }

    [Fact]
    public async Task A_token_pasted_into_the_field_for_a_key_begins_no_session()
    {
        using var walk = new PlainWalk(_world.Server);
        using var answer = await walk.PostAsync("/en/sign-in", "/en/sign-in", ("key", _world.Provider.Token(SmallProvider.Audience)));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(walk.Cookie("ledger-session"));
    }

    [Fact]
    public async Task With_the_provider_away_the_page_says_so_and_keys_go_on()
    {
        await using var server = await _world.StartAsync(_world.Provider);
        _world.Provider.IsDown = true;
        using var walk = new PlainWalk(server);
        Assert.Equal("/en/sign-in?refused=down&next=%2Flots", await walk.BeginAsync());
        Assert.Contains("cannot be reached", await walk.ReadAsync("/en/sign-in?refused=down"), StringComparison.Ordinal);

        using var trader = await server.AsAsync("sign-on-trader", "trader");
        using var signedIn = await walk.PostAsync("/en/sign-in?next=%2Flots", "/en/sign-in", ("key", trader.Key!));
        Assert.Equal("sign-on-trader", await walk.WhoAsync());
    }

    [Fact]
    public async Task Where_no_provider_is_configured_there_is_none()
    {
        await using var plain = await _world.StartAsync(provider: null);
        using var nobody = plain.Anonymous();
        Assert.DoesNotContain("provider", (await nobody.GetAsync("/en/sign-in")).Text, StringComparison.Ordinal);
        foreach (var path in (string[])["/en/sign-in/provider", "/en/sign-in/return?code=1&state=2"])
            Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(path)).Status);
    }

    private static LedgerOptions OptionsWith(SmallProvider provider) => new() { Oidc = SignOnWorld.OptionsFor(provider) };

    private static string SessionOf(Session session, Person person)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        session.Begin(context, person);
        return context.Response.Headers.SetCookie.ToString().Split('=', 2)[1].Split(';')[0];
    }
}
