using System.Globalization;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests.Pages;

public sealed class SitePageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sites_lie_on_a_map_that_links_move_and_a_list_that_follows_it_with_or_without_script(bool hasScript)
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        await EnterAsync(
            office, ("SM-A", "Amber Hill", 29.50, -2.00), ("SM-B", "Basalt Hill", 29.51, -2.01), ("SM-C", "Cedar Hill", 30.60, -1.20));
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: hasScript);
        await visitor.SignInAsync(office);

        await visitor.GoAsync("/en/sites?name=SM-&sort=-name");
        Assert.Equal(["Cedar Hill", "Basalt Hill", "Amber Hill"], await NamesAsync(visitor));
        Assert.StartsWith("2 sites: ", await LabelAsync(visitor, ".map .many"), StringComparison.Ordinal);

        await FollowAsync(visitor, ".map .many", hasScript); // the heap comes apart, and the list is of what the map shows
        Assert.Equal(["Basalt Hill", "Amber Hill"], await NamesAsync(visitor));
        Assert.Contains("2 sites on this part of the map", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("west=", await visitor.PathAsync(), StringComparison.Ordinal);
        await FollowAsync(visitor, "[data-move=whole]", hasScript);
        Assert.Equal(3, (await NamesAsync(visitor)).Count);

        await visitor.GoAsync("/en/sites?name=SM-&open=a&open=b&west=29&south=-3&east=31&north=-1&cursor=0");
        Assert.Equal("?name=SM-&open=a&open=b#map", (await visitor.Page.EvaluateAsync(
            "(({ search, hash }) => search + hash)(document.querySelector('[data-move=whole]'))")).GetString());
    }

    [Fact]
    public async Task With_script_keys_and_the_mouse_move_the_map_and_the_address_follows()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        await EnterAsync(office, ("SK-A", "Key Hill", 29.5, -2));
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(office);
        await visitor.GoAsync("/en/sites?name=SK-");
        var before = await WindowAsync(visitor);

        await ActAsync(visitor, "svg.focus(); svg.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }))");
        var closer = await WindowAsync(visitor);
        await ActAsync(visitor, "svg.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))");
        var moved = await WindowAsync(visitor);
        await ActAsync(visitor, """
            const say = (type, x) => svg.dispatchEvent(new PointerEvent(type,
                { pointerId: 1, pointerType: 'mouse', button: 0, clientX: x, clientY: box.top + 200, bubbles: true }));
            svg.setPointerCapture = () => {}; svg.hasPointerCapture = () => true;
            say('pointerdown', box.left + 300); say('pointermove', box.left + 100); say('pointerup', box.left + 100)
            """);
        var dragged = await WindowAsync(visitor);

        Assert.Equal(0.5, (closer[2] - closer[0]) / (before[2] - before[0]), 0.01);
        Assert.Equal(0.35, (moved[0] - closer[0]) / (closer[2] - closer[0]), 0.01);
        Assert.True(dragged[0] > moved[0], "what is dragged to the left shows more of the east");
        Assert.Contains("west=", await visitor.PathAsync(), StringComparison.Ordinal);
        Assert.Equal("svg", (await visitor.Page.EvaluateAsync("document.activeElement.localName")).GetString());
    }

    [Fact]
    public async Task A_site_has_its_register_its_statuses_over_time_and_what_it_produced_for_who_may_know()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await EnterAsync(story.Programme, ("SP-1", "Paper Hill", 29.7, -2.2));
        foreach (var (status, from, cure) in (List<(string, string, string?)>)
            [("blue", "2026-01-01", null), ("yellow", "2026-02-01", "2026-05-01"), ("green", "2026-04-15", null)])
            await story.Programme.DoneAsync("/v1/site-statuses", Status("SP-1", status, from, cure));
        await story.BagAsync(48m, site: "SP-1");
        await story.BagAsync(52m, site: "SP-1");
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Programme);

        await visitor.GoAsync("/en/sites/SP-1");

        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["Paper Hill", "green: certified", "2.2° S, 29.7° E", "yellow: to be put right",
            "1 February 2026", "14 April 2026", "1 May 2026", "March 2026", "100\u00a0kg"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal("Paper Hill", await visitor.Page.TextAsync("h1"));
        await visitor.GoAsync("/en/sites/SP-1?year=2026");
        Assert.Contains("Balance of 2026", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Equal(["March 2026", "0", "100 2 bags", "0 0 bags", "0", "0", "100 ± 0.7"], (await visitor.Page.EvaluateAsync(
            "[...document.querySelectorAll('#balance ~ .matter table')[0].querySelectorAll('tbody tr')[0].children]"
            + ".map(cell => cell.innerText.replace(/\\s+/g, ' ').trim())")).EnumerateArray().Select(cell => cell.GetString()));
        await visitor.GoAsync("/fr/sites/SP-1?year=2019");
        Assert.Contains("Rien ne se trouvait ici sous étiquette en 2019", await visitor.MainAsync(), StringComparison.Ordinal);

        await using var stranger = await browser.VisitAsync(ledger.Server);
        await stranger.SignInAsync(story.Stranger);
        await stranger.GoAsync("/en/sites/SP-1");
        Assert.Contains("green: certified", await stranger.MainAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Balance of", await stranger.MainAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("What it produced", await stranger.MainAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("kg", await stranger.MainAsync(), StringComparison.Ordinal);
        await stranger.GoAsync("/en/sites/SP-UNHEARD-OF");
        Assert.Equal("There is nothing here for you", await stranger.HeadingAsync());
    }

    private static async Task EnterAsync(LedgerClient office, params (string Id, string Name, double Lon, double Lat)[] sites)
    {
        foreach (var (id, name, lon, lat) in sites) await office.CommandAsync("/v1/sites", Site(id, name, lon, lat));
        await Eventually.IsAsync(
            async () => (await office.GetAsync("/v1/sites?name=" + sites[0].Id[..3])).Body["items"]!.AsArray(),
            items => items.Count >= sites.Length);
    }

    internal static JsonObject Site(string id, string name, double lon, double lat)
    {
        var site = Commands.Site(id);
        (site["name"], site["lon"], site["lat"]) = (name, Math.Round((decimal)lon, 4), Math.Round((decimal)lat, 4));
        return site;
    }

    internal static JsonObject Status(string site, string status, string from, string? cureBy = null)
    {
        var command = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["siteId"] = site, ["status"] = status, ["authority"] = "demo-authority-01",
            ["from"] = from,
        };
        if (cureBy is not null || status == "yellow") command["cureBy"] = cureBy ?? "2026-12-01";
        return command;
    }

    internal static double Degrees(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<List<string>> NamesAsync(Visitor visitor) =>
        [.. (await visitor.Page.EvaluateAsync("[...document.querySelectorAll('#in-map td:first-child a')].map(e => e.textContent)"))
            .EnumerateArray().Select(name => name.GetString()!)];

    private static async Task<string> LabelAsync(Visitor visitor, string selector) =>
        (await visitor.Page.EvaluateAsync($"document.querySelector('{selector}').getAttribute('aria-label')")).GetString()!;

    private static async Task<double[]> WindowAsync(Visitor visitor) =>
        [.. (await visitor.Page.EvaluateAsync("document.getElementById('map').dataset.window")).GetString()!.Split(' ').Select(Degrees)];

    // With script the map is drawn again in its place; without, the link leads to another page.
    private static async Task FollowAsync(Visitor visitor, string selector, bool hasScript)
    {
        if (!hasScript)
        {
            await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(selector));
            return;
        }

        await visitor.Page.EvaluateAsync("document.getElementById('map').wasHere = true");
        await visitor.Page.ClickAsync(selector);
        await visitor.Page.WaitAsync("!document.getElementById('map').wasHere");
    }

    private static async Task ActAsync(Visitor visitor, string script)
    {
        await visitor.Page.EvaluateAsync(
            "(() => { const map = document.getElementById('map'); map.wasHere = true; const svg = map.querySelector(':scope > svg');"
            + $" const box = svg.getBoundingClientRect(); {script}; return true; }})()");
        await visitor.Page.WaitAsync("!document.getElementById('map').wasHere");
    }
}
