namespace Ledger.Api.Tests.Pages;

/// <summary>Runs, sales and transports: two sides beside each other.</summary>
public sealed class RunPageTests(RunningLedger ledger, RunningBrowser browser) : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task A_run_of_seven_hundred_bags_says_what_it_waits_for_and_unfolds_without_script()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var run = await WeighedStory.RunManyAsync(story, 700);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync("/en/runs/" + run);

        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["Waiting for", "the sheet that says it is the last", "the moisture of 700 lines", "700 lines",
            "Lines 11 to 110", "Lines 611 to 700", "Nothing came out yet"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("dry mass", text.Split("In and out")[1].Split("±")[0], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(700, (await visitor.Page.EvaluateAsync("document.querySelectorAll(\"main td a[href*='/lots/']\").length")).GetInt32());
        Assert.Equal(10, await SeenAsync(visitor));
        await visitor.Page.ClickAsync("main > details:last-of-type > summary");
        Assert.Equal(100, await SeenAsync(visitor));
    }

    [Fact]
    public async Task Runs_are_listed_searched_and_sorted_each_holder_its_own_and_the_programme_all()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await WeighedStory.RunMonthsAsync(story);
        var open = await WeighedStory.RunManyAsync(story, 2);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync("/en/runs?endedFrom=2026-02-01&endedTo=2026-08-31&sort=ended");
        var ids = await IdsAsync(visitor);
        Assert.Equal(WeighedStory.RunId(story, 2, 0), ids[0]);
        Assert.Equal(WeighedStory.RunId(story, 8, 3), ids[^1]);
        Assert.Contains(open, ids);
        await visitor.GoAsync("/en/runs?state=open");
        Assert.Equal([open], await IdsAsync(visitor));
        await visitor.Page.TypeAsync("#find", WeighedStory.RunId(story, 8, 0));
        await visitor.SubmitAsync("form[role=search]");
        Assert.Equal(WeighedStory.RunId(story, 8, 0), await visitor.HeadingAsync());
        await visitor.GoAsync("/fr/runs?find=nobody:none");
        Assert.Contains("Aucun traitement de cet identifiant", await visitor.MainAsync(), StringComparison.Ordinal);

        var all = new List<string>();
        for (var path = $"/v1/runs?holder={story.Trader.Organisation}&limit=10"; path is not null;)
        {
            var page = (await story.Programme.GetAsync(path)).Body;
            all.AddRange(page["items"]!.AsArray().Select(run => (string)run!["runId"]!));
            path = (string?)page["next"];
        }

        Assert.Equal(41, all.Count);
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(WeighedStory.RunId(story, 10, 3), all[0]); // the newest first
        Assert.Empty((await story.Stranger.GetAsync("/v1/runs?holder=" + story.Trader.Organisation)).Body["items"]!.AsArray());
        var line = (await story.Trader.GetAsync("/v1/runs?state=open")).Body["items"]![0]!.AsObject();
        Assert.False(line.ContainsKey("inputs"));
        foreach (var wrong in (string[])["state=ajar", "sort=colour", "endedFrom=yesterday", "limit=0"])
            Assert.Equal("field-errors", (await story.Trader.GetAsync("/v1/runs?" + wrong)).Problem);

        static async Task<List<string>> IdsAsync(Visitor visitor) =>
            [.. (await visitor.Page.EvaluateAsync("[...document.querySelectorAll('main td a')].map(each => each.textContent)"))
                .EnumerateArray().Select(id => id.GetString()!)];
    }

    [Fact]
    public async Task A_run_is_balanced_as_weighed_dry_and_in_metal_and_leads_to_its_lots_and_months()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await WeighedStory.RunMonthsAsync(story, gainFrom: 7);
        await story.SettleAsync();
        await WeighedStory.CloseAsync(story, ledger.Server);
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync("/en/runs/" + WeighedStory.RunId(story, 8, 0));

        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["Mass as weighed", "+13\u00a0kg", "Dry mass", "+12.4\u00a0kg", "± 5.4\u00a0kg", "Sn contained",
            "gravity separation", "tailings", "Sn 66%", "Differences to explain"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[href$='/balance?year=2026']"));
        Assert.Equal(story.Trader.Organisation, await visitor.HeadingAsync());
    }

    [Fact]
    public async Task A_sale_and_a_transport_show_both_halves_and_each_lots_difference_and_whose_half_is_missing()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (fine, heavy, sent, stays) = (
            await story.BagAsync(50m), await story.BagAsync(50m), await story.BagAsync(50m), await story.BagAsync(50m));
        var sale = await WeighedStory.SellAsync(story, (fine, 50m, 49.9m), (heavy, 50m, 58m));
        var movement = await WeighedStory.SendAsync(story, sent, stays);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync("/en/lots/" + heavy.LotId);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".timeline a[href*='/sales/']"));
        Assert.Equal(sale, await visitor.HeadingAsync());
        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["100\u00a0kg", "107.9\u00a0kg", "+7.9\u00a0kg", "\u22120.1\u00a0kg", "+8\u00a0kg", "± 0.54",
            "on delivery", "The receipt differs from the recorded mass"])
            Assert.Contains(expected, text, StringComparison.Ordinal);

        await visitor.GoAsync("/fr/movements/" + movement);
        text = await visitor.MainAsync();
        foreach (var expected in (string[])["arrivé en partie", "en route", "customs 7702", "non intact", "Transport", "\u22120,1\u00a0kg"])
            Assert.Contains(expected, text, StringComparison.OrdinalIgnoreCase);

        await using var other = await browser.VisitAsync(ledger.Server);
        await other.SignInAsync(story.Stranger);
        await other.GoAsync("/en/sales/" + sale);
        Assert.Equal("There is nothing here for you", await other.HeadingAsync());
    }

    [Fact]
    public async Task A_party_reads_what_it_holds_page_by_page()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        for (var each = 0; each < 21; each++) await story.BagAsync(40m);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Miner);

        await visitor.GoAsync("/en/parties/" + story.Miner.Organisation);
        Assert.Contains("840\u00a0kg", await visitor.MainAsync(), StringComparison.Ordinal);
        var first = await visitor.Page.TextAsync("main tbody td a");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[rel=next]"));

        Assert.NotEqual(first, await visitor.Page.TextAsync("main tbody td a"));
        Assert.Contains("840\u00a0kg", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    private static async Task<int> SeenAsync(Visitor visitor) => (await visitor.Page.EvaluateAsync(
        "[...document.querySelectorAll(\"main td a[href*='/lots/']\")].filter(link => link.checkVisibility()).length")).GetInt32();
}
