namespace Ledger.Api.Tests.Pages;

public sealed class EventsPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_auditor_finds_events_by_day_and_type_and_keeps_one_as_it_was_hashed(bool hasScript)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var bag = await story.BagAsync();
        await story.HandOverAsync(bag, 50m, 50m);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: hasScript);
        await visitor.SignInAsync(auditor);

        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".nav a[href='/en/events']"));
        await visitor.Page.TypeAsync("#stream", "lot:" + bag.LotId);
        await visitor.Page.EvaluateAsync("document.getElementById('type').value = 'lot_weighed'");
        await visitor.SubmitAsync();

        var text = await visitor.Page.TextAsync("main table");
        foreach (var expected in (string[])["Weighed", "lot_weighed", bag.LotId, story.Miner.Organisation, "2 March 2026, 08:01"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("lot_bagged", text, StringComparison.Ordinal);
        var leaf = "fetch(document.querySelector('main td a[href*=\"/events/\"]').href).then(async r => "
            + "[r.headers.get('content-disposition'), await r.text()].join(' '))";
        var kept = (await visitor.Page.EvaluateAsync(leaf)).GetString()!;
        Assert.StartsWith("attachment; filename=\"event-", kept, StringComparison.Ordinal);
        Assert.Contains($"\"stream\":\"lot:{bag.LotId}\"", kept, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"lot_weighed\"", kept, StringComparison.Ordinal);
        Assert.Single(kept.Trim().Split('\n'));

        await visitor.GoAsync("/en/events?recordedTo=2020-01-01");
        Assert.Contains("No events here", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_do_not_see_the_page()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);
        Assert.DoesNotContain("Events", await visitor.Page.TextAsync(".nav"), StringComparison.Ordinal);
        foreach (var path in (string[])["/en/events", "/en/events/1"])
        {
            await visitor.GoAsync(path);
            Assert.Equal((path, "Your roles do not allow this"), (path, await visitor.HeadingAsync()));
        }
    }
}
