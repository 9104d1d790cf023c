using System.Text.Json.Nodes;
using Ledger.Api.Tests.Pages;

namespace Ledger.Api.Tests.SignOn;

/// <summary>Signing in with an identity provider as a person does it, in a browser.</summary>
public sealed class SignOnWalkTests : IClassFixture<SignOnWorld>, IClassFixture<RunningBrowser>
{
    private readonly SignOnWorld _world;
    private readonly RunningBrowser _browser;

    public SignOnWalkTests(SignOnWorld world, RunningBrowser browser)
    {
        (_world, _browser) = (world, browser);
        world.Provider.Mend();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_signs_in_with_the_provider_reads_as_its_organisation_in_its_roles_until_signing_out(bool hasScript)
    {
        _world.Provider.Claims["groups"] = new JsonArray("buyers", "plant", "of no meaning here");
        await using var visitor = await _browser.VisitAsync(_world.Server, "/fr/lots", hasScript);
        Assert.Equal("Se connecter", await visitor.HeadingAsync());
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main a.button"));

        Assert.Equal("/fr/lots", await visitor.PathAsync());
        Assert.Equal("acme-trading", await visitor.Page.TextAsync(".who"));
        Assert.Equal("", (await visitor.Page.EvaluateAsync("document.cookie")).GetString());
        await visitor.GoAsync("/en/desk/record/processed"); // a processor's form, at the API's word
        Assert.DoesNotContain("do not allow", await visitor.HeadingAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/en/admin");
        Assert.Equal("Your roles do not allow this", await visitor.HeadingAsync());

        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".mast button"));
        await visitor.GoAsync("/en/lots");
        Assert.Equal("Sign in", await visitor.HeadingAsync());
    }

    [Fact]
    public async Task Who_administers_makes_a_key_that_works()
    {
        _world.Provider.Claims["groups"] = new JsonArray("it");
        await using var visitor = await _browser.VisitAsync(_world.Server, "/en/admin/keys/new");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main a.button"));
        Assert.Equal("/en/admin/keys/new", await visitor.PathAsync());
        await visitor.Page.TypeAsync("#organisation", "walk-coop");
        await visitor.Page.TypeAsync("#name", "office");
        await visitor.Page.ClickAsync("input[value=miner]");
        await visitor.SubmitAsync();

        using var coop = new LedgerClient(_world.Server.Address, "walk-coop", await visitor.Page.TextAsync("#made"));
        Assert.Equal("walk-coop", (string)(await coop.GetAsync("/v1/caller")).Body["organisation"]!);
    }

    [Fact]
    public async Task A_refusal_is_told_and_the_next_try_goes_on_to_what_was_asked_for()
    {
        _world.Provider.Spoil("expired");
        await using var visitor = await _browser.VisitAsync(_world.Server, "/en/sites");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main a.button"));
        Assert.Contains("did not confirm who you are", await visitor.Page.TextAsync("[role=alert]"), StringComparison.Ordinal);

        _world.Provider.Mend();
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main a.button"));
        Assert.Equal("/en/sites", await visitor.PathAsync());
    }

    [Theory]
    [InlineData("sign-in-provider", "/sign-in")]
    [InlineData("sign-in-refused", "/sign-in?refused=unknown")]
    [InlineData("sign-in-over", "/sign-in?over=true")]
    public async Task The_page_with_the_providers_button_has_no_barriers_and_fits_its_window(string name, string path)
    {
        foreach (var language in (string[])["en", "fr"])
        {
            await using var visitor = await _browser.VisitAsync(_world.Server, $"/{language}/");
            foreach (var (width, isDark) in (List<(int, bool)>)[(360, false), (360, true), (1280, false), (1280, true)])
            {
                await visitor.Page.AppearAsync(width, isDark);
                await visitor.GoAsync($"/{language}{path}");
                await EveryPageTests.LooksRightAsync(visitor, $"{name} {language} {width} {(isDark ? "dark" : "light")}");
            }

        }
    }
}
