using System.Text.Json.Nodes;
using Ledger.Api.Pages.Lots;

namespace Ledger.Api.Tests.Pages;

public sealed class ProvenancePageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task Shares_of_sites_stand_in_a_table_and_only_staff_reads_where_it_went()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (north, south) = (await story.BagAsync(30m, site: "S-NORTH"), await story.BagAsync(10m, site: "S-SOUTH"));
        foreach (var bag in (Bag[])[north, south]) await story.HandOverAsync(bag, 10m, 10m);
        var (_, product) = await story.WashAsync(36m, (north, 30m), (south, 10m));
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync("/en/lots/" + product);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[href$='/provenance']"));

        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["2 sites, 2 bagged lots, 1 step of processing.", "S-NORTH", "75%", "S-SOUTH",
            "25%", "Not attributed"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Where it went", text, StringComparison.Ordinal);

        await using var office = await browser.VisitAsync(ledger.Server);
        await office.SignInAsync(story.Programme, "fr");
        await office.GoAsync($"/fr/lots/{north.LotId}/provenance");
        Assert.Contains(product, await office.Page.TextAsync("table + p ~ .table, h2 ~ .table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lot_of_seven_hundred_bags_is_one_small_page_that_groups_them_and_opens_a_group_where_asked()
    {
        const int many = 700, sites = 7;
        using var story = await Story.BeginAsync(ledger.Server);
        var product = await BlendAsync(story, many, sites);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Programme);
        await visitor.GoAsync($"/en/lots/{product}/provenance");

        await visitor.SeesAsync($"{sites} sites, {many} bagged lots, {sites + 1} steps of processing.");
        Assert.Equal(sites + 1, await visitor.CountAsync(".table tbody tr")); // and what is not attributed
        var grouped = await BoxesAsync(visitor);
        await visitor.PressAsync("#up a.opens");
        Assert.InRange(await BoxesAsync(visitor), grouped + 2, grouped + 12); // what opened shows ten of its own
        await visitor.Page.AppearAsync(width: 360);
        Assert.True((await visitor.Page.EvaluateAsync(EveryPageTests.Fits)).GetBoolean());
        await EveryPageTests.SaveAsync(visitor, "provenance 700 bags 360");

        // Names are long enough to be read, boxes far enough from each other to be told apart, and the page is light.
        async Task<int> BoxesAsync(Visitor reader)
        {
            Assert.InRange((await reader.Page.EvaluateAsync(EveryPageTests.Weight)).GetInt64(), 1, 100_000);
            Assert.Equal(0, (await reader.Page.EvaluateAsync(
                """
                (boxes => boxes.filter((one, at) => boxes.some((other, place) => place > at && one.left === other.left
                  && one.top < other.bottom && other.top < one.bottom)).length)
                ([...document.querySelectorAll('#up .box > rect')].map(each => each.getBoundingClientRect()))
                """)).GetInt32());
            var count = await reader.CountAsync("#up .box");
            Assert.InRange(count, sites, 60);
            return count;
        }
    }

    // A hundred bags of each site are washed together, and what comes out is blended.
    private async Task<string> BlendAsync(Story story, int bags, int sites)
    {
        var made = story.Trader.Organisation;
        var lines = Enumerable.Range(0, bags).Select(bag => new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["type"] = "bagged", ["eventTime"] = "2026-03-01T08:00:00+02:00",
            ["mineral"] = "cassiterite", ["siteId"] = $"S-{bag % sites}", ["holder"] = story.Miner.Organisation,
            ["lotId"] = $"{story.Miner.Organisation}:b-{bag}", ["weighing"] = new JsonObject { ["netKg"] = 50, ["method"] = "measured" },
        });
        Assert.Equal(200, (int)(await story.Miner.PostLinesAsync(lines.Select(line => line.ToJsonString()))).Status);
        for (var site = 0; site < sites; site++)
            await RunAsync($"{made}:p-{site}", 4_900, [.. Enumerable.Range(0, bags / sites)
                .Select(bag => Line($"{story.Miner.Organisation}:b-{(bag * sites) + site}", 50))]);
        await RunAsync($"{made}:blend", 34_000, [.. Enumerable.Range(0, sites).Select(site => Line($"{made}:p-{site}", 4_900))]);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        return $"{made}:blend";

        async Task RunAsync(string output, decimal kg, JsonNode[] inputs)
        {
            var product = Line(output, kg);
            (product["kind"], product["mineral"]) = ("product", "cassiterite");
            await story.TellAsync(story.Trader, "processed", new()
            {
                ["runId"] = output.Replace(":", ":r-", StringComparison.Ordinal), ["operation"] = "blending", ["holder"] = made,
                ["final"] = true, ["inputs"] = new JsonArray(inputs), ["outputs"] = new JsonArray(product),
            });
        }

        static JsonObject Line(string lot, decimal kg) => new() { ["lotId"] = lot, ["netKg"] = kg, ["method"] = "measured" };
    }

    [Fact]
    public void Seven_sites_are_drawn_each_and_the_rest_as_one_so_that_many_stay_readable()
    {
        List<SiteShare> sites = [.. Enumerable.Range(1, 30).Select(each => new SiteShare($"S-{each:00}", 0.03m, null, null))];

        var ribbons = Flow.Of(sites, 0.1m);

        Assert.Equal(9, ribbons.Count);
        Assert.Equal(1m, ribbons.Sum(ribbon => ribbon.Share));
        Assert.Equal((null, 0.69m, false), (ribbons[7].Label, ribbons[7].Share, ribbons[7].IsUnattributed));
        Assert.True(ribbons[8].IsUnattributed);
        Assert.Equal(["M190 0C330 0 330 0 470 0V240C330 240 330 240 190 240Z"], Flow.Draw([new("a", 1, false)]).Select(each => each.Path));
        Assert.Empty(Flow.Of([], 0));
    }
}
