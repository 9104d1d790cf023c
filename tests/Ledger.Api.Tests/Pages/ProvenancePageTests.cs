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
