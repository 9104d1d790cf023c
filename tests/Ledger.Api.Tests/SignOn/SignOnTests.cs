using System.Net;
using System.Text.Json.Nodes;
using Ledger.Api.SignOn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>In which way it is wrong, and what the page then says.</summary>
    public static TheoryData<string, string> Wrong
    {
        get
        {
            var wrong = new TheoryData<string, string> { { "state", "stale" }, { "breaks", "down" }, { "prose", "down" } };
            foreach (var way in (string[])["from", "denied", "code", "pkce", "no-token", "nonce", "no-nonce", "several-audiences", "azp",
                .. SmallProvider.WrongTokens]) wrong.Add(way, "refused");
            foreach (var way in SmallProvider.WrongPeople) wrong.Add(way, "unknown");
            return wrong;
        }
    }

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_sign_in_that_is_wrong_in_one_way_signs_nobody_in(string way, string refused)
    {
        var log = HeardLog.Of(_world.Server, typeof(CodeFlow).FullName!, "Ledger.Api");
        using var walk = new PlainWalk(_world.Server);
        _world.Provider.Spoil(way);

        Assert.Equal($"/en/sign-in?refused={refused}&next=%2Flots", await walk.SignInAsync());

        Assert.Null(walk.Cookie("ledger-session"));
        Assert.Contains("role=\"alert\"", await walk.ReadAsync("/en/sign-in?refused=" + refused), StringComparison.Ordinal);
        Assert.Equal("", await walk.WhoAsync());
        Assert.Equal(way is "pkce" or "code" ? 1 : 0, _world.Provider.Refused);
        Assert.Equal(refused == "stale" ? 0 : 1, log.Lines.Count); // what somebody else began is no news
        foreach (var secret in (string[])["eyJ", SmallProvider.Secret, "person-1"])
            Assert.All(log.Lines, said => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));

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
}
