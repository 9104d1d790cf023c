namespace Ledger.Api.Tests.Pages;

public sealed class TagCheckPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Anyone_checks_a_number_with_or_without_script_and_reads_calm_words(bool hasScript)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var number = $"88{Random.Shared.Next(100_000, 999_999)}";
        var bag = await story.BagAsync(tag: number);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        using var anyone = ledger.Server.Anonymous();
        await LogTests.PublishedAsync(anyone, await ledger.Server.HeadAsync());
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: hasScript);

        await visitor.Page.TypeAsync("#number", $" {number[..3]} {number[3..]}");
        await visitor.SubmitAsync();

        var text = await visitor.MainAsync();
        Assert.Contains("In use", text, StringComparison.Ordinal);
        Assert.Contains("Cassiterite (tin ore)", text, StringComparison.Ordinal);
        Assert.Contains("Unaltered: all of them stand in the signed log", text, StringComparison.Ordinal);
        foreach (var secret in (string[])[story.Miner.Organisation, bag.LotId, "RW-0412"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_number_and_a_mistyped_one_are_told_apart_in_both_languages()
    {
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.Page.TypeAsync("#number", "99887766");
        await visitor.SubmitAsync();
        Assert.Contains("Nothing is recorded of this number", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync("/fr/tag-check?number=12-34");
        Assert.Contains("Saisissez de 1 à 20 lettres ou chiffres", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Equal("12-34", (await visitor.Page.EvaluateAsync("document.getElementById('number').value")).GetString());
    }

    [Fact]
    public async Task Tags_that_share_a_number_are_all_shown_and_the_long_form_leads_to_one()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var series in (string[])["SHARE-1", "SHARE-2"])
            await office.DoneAsync("/v1/tag-issues", Commands.Tags(series, 6_161_001, 6_161_010));
        await ledger.Server.CaughtUpAsync();

        await using var visitor = await browser.VisitAsync(ledger.Server, "/en/tag-check?number=6161004");
        Assert.Contains("2 tags carry this number", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync("/en/tag-check?number=SHARE-2%2Fmine%2F6161004");
        var text = await visitor.MainAsync();
        Assert.Contains("SHARE-2, mine tag", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SHARE-1", text, StringComparison.Ordinal);

        // As the code on a printed list says it.
        var printed = new Uri(ledger.Server.Address, "/fr/tag-check?number=SHARE-2%2Fmine%2F6161004").AbsoluteUri;
        await visitor.GoAsync("/en/tag-check?number=" + Uri.EscapeDataString(printed));
        Assert.Contains("SHARE-2, mine tag", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "SHARE-2/mine/6161004", (await visitor.Page.EvaluateAsync("document.getElementById('number').value")).GetString());
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_to_wait_and_keeps_what_was_typed()
    {
        await using var server = await LedgerServer.StartAsync(
            LedgerServer.OptionsFor(ledger.Database) with { Limits = new() { TagChecksPerMinute = 1 } });
        await using var visitor = await browser.VisitAsync(server, "/en/tag-check?number=1");
        await visitor.GoAsync("/en/tag-check?number=7654321");

        Assert.Contains("Wait a minute and try again", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Equal("7654321", (await visitor.Page.EvaluateAsync("document.getElementById('number').value")).GetString());
    }

    [Fact]
    public async Task The_camera_is_offered_only_where_the_browser_reads_barcodes_and_then_fills_the_number_in()
    {
        await using var without = await browser.VisitAsync(ledger.Server);
        await without.Page.EvaluateAsync("delete window.BarcodeDetector");
        Assert.True((await without.Page.EvaluateAsync("document.getElementById('camera').hidden")).GetBoolean());

        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.Page.PrepareAsync("window.BarcodeDetector = class { async detect() { return [{ rawValue: '5550001' }]; } };");
        await visitor.GoAsync("/en/");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("#camera"));

        Assert.Equal("/en/tag-check?number=5550001", await visitor.PathAsync());
    }
}
