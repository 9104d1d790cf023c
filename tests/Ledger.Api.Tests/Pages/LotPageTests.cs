using System.Text.Json.Nodes;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Tests.Pages;

public sealed class LotPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trader_finds_a_lot_by_its_tag_and_reads_its_way_with_or_without_script(bool hasScript)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var number = $"66{Random.Shared.Next(100_000, 999_999)}";
        var bag = await story.BagAsync(50m, tag: number);
        await story.HandOverAsync(bag, 50m, 42m);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: hasScript);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync("/en/lots");
        await visitor.Page.TypeAsync("#find", number);
        await visitor.SubmitAsync();

        Assert.Equal(bag.LotId, await visitor.HeadingAsync());
        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["Bagged at a site", "50\u00a0kg", "42\u00a0kg", "± 0.3", "2 March 2026, 08:01", "days later",
            story.Miner.Organisation, "The receipt differs from the recorded mass", "Kept unaltered"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_bought_it_second_reads_of_the_first_under_another_name_and_a_stranger_nothing()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var buyer = await ledger.Server.AsAsync("second-" + story.Trader.Organisation, "trader");
        var bag = await story.BagAsync();
        await story.HandOverAsync(bag, 50m, 50m);
        await story.TellAsync(story.Trader, "sold", new()
        {
            ["seller"] = story.Trader.Organisation, ["buyer"] = buyer.Organisation, ["titlePasses"] = "delivered",
            ["lots"] = new JsonArray(new JsonObject { ["tag"] = story.Tag(bag.Tag) }),
        });
        await story.TellAsync(buyer, "received", new()
        {
            ["receiver"] = buyer.Organisation, ["from"] = story.Trader.Organisation, ["basis"] = "sale",
            ["lots"] = new JsonArray(new JsonObject { ["tag"] = story.Tag(bag.Tag) }),
        });
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(buyer);

        await visitor.GoAsync("/en/lots");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main table a"));

        var page = (await visitor.Page.EvaluateAsync("document.documentElement.outerHTML")).GetString()!;
        Assert.Contains(story.Trader.Organisation, page, StringComparison.Ordinal);
        Assert.DoesNotContain(story.Miner.Organisation, page, StringComparison.Ordinal);
        Assert.DoesNotContain(bag.BaggedBy.ToString(), page, StringComparison.Ordinal);
        Assert.Matches("~[0-9a-f]{12}", page);

        await using var stranger = await browser.VisitAsync(ledger.Server);
        await stranger.SignInAsync(story.Stranger);
        await stranger.GoAsync("/fr/lots/" + bag.LotId);
        Assert.Equal("Il n’y a rien ici pour vous", await stranger.HeadingAsync());
    }

    [Fact]
    public async Task What_was_corrected_stays_to_be_seen_and_looking_back_shows_it_as_it_was_known()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        var weighing = await story.TellAsync(story.Miner, "weighed", new()
        {
            ["lotId"] = bag.LotId, ["netKg"] = 77, ["method"] = "measured", ["purpose"] = "gate",
        });
        await story.TellAsync(story.Miner, "corrected", new() { ["target"] = weighing.ToString(), ["reason"] = "did-not-occur" });
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Miner);

        await visitor.GoAsync("/en/lots/" + bag.LotId);
        var struckOut = await visitor.Page.TextAsync(".timeline .off");
        Assert.Contains("77\u00a0kg", struckOut, StringComparison.Ordinal);
        Assert.Contains("Corrected since", struckOut, StringComparison.Ordinal);

        await visitor.GoAsync($"/en/lots/{bag.LotId}?knownAt=2026-03-02");
        Assert.Equal("There is nothing here for you", await visitor.HeadingAsync());
        await visitor.GoAsync($"/en/lots/{bag.LotId}?happenedBy=2026-03-02");
        Assert.Contains("As it was at the end of 2 March 2026", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_past_moment_is_asked_for_by_day_and_time_and_goes_along_to_provenance_and_tag()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m); // at 08:01
        await story.HandOverAsync(bag, 50m, 50m); // sold at 08:02, received at 08:03
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Miner);

        await visitor.GoAsync($"/en/lots/{bag.LotId}?happenedBy=2026-03-02&happenedByTime=08:01");
        var text = await visitor.MainAsync();
        Assert.Contains("As it was on 2 March 2026, 08:01.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sold", text, StringComparison.Ordinal);
        Assert.Equal("08:01", (await visitor.Page.EvaluateAsync("document.getElementById('happenedByTime').value")).GetString());
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main a[href*='/provenance']"));
        Assert.Contains("As it was on 2 March 2026, 08:01.", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main p:not(.notice) > a[href*='/lots/']"));
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main a[href*='/tags/']"));
        Assert.Contains("As it was on 2 March 2026, 08:01.", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains(bag.LotId, await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync($"/en/lots/{bag.LotId}?happenedBy=2026-03-02");
        Assert.Contains("Sold", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync($"/en/lots/{bag.LotId}?happenedBy=2026-03-02&happenedByTime=25:99");
        Assert.Equal("This cannot be read", await visitor.HeadingAsync());
    }

    [Fact]
    public async Task Papers_and_files_its_records_name_are_listed_once_and_a_file_by_its_hash()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (bag, bare) = (await story.BagAsync(), await story.BagAsync());
        await PageWorld.WeighWithPapersAsync(story, bag);
        var hash = await PageWorld.WeighWithPapersAsync(story, bag);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Miner);

        await visitor.GoAsync("/en/lots/" + bag.LotId);
        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["Sheet MS-7 0042", "File image/jpeg", hash])
            Assert.Equal((expected, 2), (expected, text.Split(expected).Length));
        Assert.DoesNotContain("private-name", text, StringComparison.Ordinal);
        await visitor.GoAsync("/fr/lots/" + bare.LotId);
        Assert.Contains("ne nomment ni papier ni fichier", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tags_page_leads_to_its_lots_and_its_dossier_and_strangers_find_none()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        var path = story.TagPath(bag.Tag)["/v1".Length..];
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Miner);

        await visitor.GoAsync($"/en/tag-check?number={(string)story.Tag(bag.Tag)["series"]!}/mine/{bag.Tag}");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync($"main a[href$='{path}']"));
        Assert.Contains("tied on", await visitor.MainAsync(), StringComparison.Ordinal);
        var file = $"fetch('/en{path}/dossier.zip').then(r => r.status + ' ' + r.headers.get('content-type'))";
        Assert.Equal("200 application/zip", await Eventually.IsAsync(
            async () => (await visitor.Page.EvaluateAsync(file)).GetString()!,
            answer => !answer.StartsWith("503", StringComparison.Ordinal)));
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main li a"));
        Assert.Equal(bag.LotId, await visitor.HeadingAsync());

        await using var stranger = await browser.VisitAsync(ledger.Server);
        await stranger.SignInAsync(story.Stranger);
        await stranger.GoAsync("/en" + path);
        Assert.Equal("There is nothing here for you", await stranger.HeadingAsync());
    }

    [Fact]
    public async Task The_dossier_is_downloaded_in_the_readers_session_and_nobody_else_gets_it()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        var file = $"fetch('/en/lots/{bag.LotId}/dossier.zip')"
            + ".then(r => r.status + ' ' + r.redirected + ' ' + r.headers.get('content-type'))";
        Assert.Equal("200 true text/html; charset=utf-8", (await visitor.Page.EvaluateAsync(file)).GetString());

        await visitor.SignInAsync(story.Miner);

        var answer = await Eventually.IsAsync(
            async () => (await visitor.Page.EvaluateAsync(file)).GetString()!,
            answer => !answer.StartsWith("503", StringComparison.Ordinal));
        Assert.Equal("200 false application/zip", answer);
    }

    [Fact]
    public async Task Without_a_session_a_lot_leads_to_sign_in_and_back()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, "/fr/lots/" + bag.LotId, hasScript: false);
        Assert.Equal("Se connecter", await visitor.HeadingAsync());

        await visitor.Page.TypeAsync("#key", story.Miner.Key!);
        await visitor.SubmitAsync();

        Assert.Equal(bag.LotId, await visitor.HeadingAsync());
    }

    [Fact]
    public void Moments_with_the_same_party_are_one_band()
    {
        OffsetDateTime At(int day) => new LocalDateTime(2026, 3, day, 9, 0).WithOffset(Offset.FromHours(2));

        Assert.Equal(
            [new(null, At(1), At(2)), new("a", At(2), At(4)), new("b", At(4), null)],
            Band.Of([(At(1), null), (At(2), "a"), (At(3), "a"), (At(4), "b")]));
        Assert.Empty(Band.Of([]));
    }
}
