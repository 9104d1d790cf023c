namespace Ledger.Api.Tests.Pages;

/// <summary>Somebody from a village before the pages, with a phone, no script and no key.</summary>
public sealed class PublicWalkTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task Anyone_checks_tags_reads_the_log_in_two_languages_and_learns_nothing_that_is_not_public()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var number = $"77{Random.Shared.Next(100_000, 999_999)}";
        var bag = await story.BagAsync(tag: number);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, "/", hasScript: false);
        await visitor.Page.AppearAsync(width: 360, hasScript: false);
        Assert.Equal("/en/", await visitor.PathAsync());

        await visitor.Page.TypeAsync("#number", "12-34");
        await visitor.SubmitAsync();
        Assert.Contains("Type 1 to 20 letters or digits", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.TypeAsync("#number", "99887755");
        await visitor.SubmitAsync();
        Assert.Contains("Nothing is recorded of this number", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.TypeAsync("#number", number);
        await visitor.SubmitAsync();
        Assert.Contains("In use", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".mast a[lang=fr]"));
        Assert.Contains("Cassitérite", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.FollowAsync("/fr/log");
        await visitor.Page.TypeAsync("#sequence", "1");
        await visitor.SubmitAsync();
        Assert.Contains("Au journal", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.TypeAsync("#sequence", "999999999");
        await visitor.SubmitAsync();
        Assert.Contains("Pas au journal", await visitor.MainAsync(), StringComparison.Ordinal);

        var lot = "/fr/lots/" + Uri.EscapeDataString(bag.LotId);
        foreach (var closed in (string[])[lot, "/fr/findings", "/fr/desk", "/fr/parties/demo-x/balance"])
        {
            await visitor.GoAsync(closed);
            Assert.StartsWith("/fr/sign-in?next=", await visitor.PathAsync(), StringComparison.Ordinal);
        }

        await visitor.Page.TypeAsync("#key", "ledger_0000000000000000_guess");
        await visitor.SubmitAsync();
        Assert.StartsWith("/fr/sign-in", await visitor.PathAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(story.Miner.Organisation, await visitor.Page.TextAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/fr/nowhere");
        var status = await visitor.Page.EvaluateAsync("performance.getEntriesByType('navigation')[0].responseStatus");
        Assert.Equal(404, status.GetInt32());
    }
}
