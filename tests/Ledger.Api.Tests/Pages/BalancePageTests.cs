using System.Net;
using Ledger.Api.Pages.Balance;

namespace Ledger.Api.Tests.Pages;

public sealed class BalancePageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_holder_reads_in_words_which_months_are_over_and_takes_the_numbers_away(bool hasScript)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await WeighedStory.RunMonthsAsync(story, gainFrom: 7);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: hasScript);
        await visitor.SignInAsync(story.Trader);

        await FollowAsync(visitor, "nav a[href$='/balance']");
        await visitor.GoAsync((await visitor.PathAsync()) + "?year=2026");

        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["3 months are over a threshold", "August 2026, September 2026, October 2026", "dry mass",
            "Sn contained", "Slow gain σ ≤ 11.2", "+52.2", "± 12.7", "slow gain over", "sudden gain over", "12 months over",
            "How to read this page"])
            Assert.Contains(expected, text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(6, await CountAsync(visitor, "figure svg[role=img][aria-label]"));
        Assert.Equal(20, await CountAsync(visitor, "main details .table tbody tr"));
        var file = $"fetch('/en/parties/{story.Trader.Organisation}/balance.csv?year=2026')"
            + ".then(r => r.status + ' ' + r.headers.get('content-type'))";
        Assert.Equal("200 text/csv; charset=utf-8", (await visitor.Page.EvaluateAsync(file)).GetString());
    }

    [Fact]
    public async Task Months_within_their_limits_are_said_to_be_so_and_an_empty_balance_says_what_is_missing()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await WeighedStory.RunMonthsAsync(story);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Programme, "fr");

        await visitor.GoAsync($"/fr/parties/{story.Trader.Organisation}/balance?year=2026");
        var text = await visitor.MainAsync();
        Assert.Contains("Aucun mois ne dépasse un seuil", text, StringComparison.Ordinal);
        Assert.Contains("juillet 2026", text, StringComparison.Ordinal);
        Assert.DoesNotContain("au-delà d’un seuil", text, StringComparison.Ordinal);

        await visitor.GoAsync($"/en/parties/{story.Stranger.Organisation}/balance?year=2026");
        Assert.Contains("No processing run is closed in these months", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gains_beside_others_reads_that_they_did_not()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await WeighedStory.WashAsync(story, story.Trader, gainFrom: 7);
        await WeighedStory.WashAsync(story, story.Miner);
        await story.SettleAsync();
        var finding = await WeighedStory.CloseAsync(story, ledger.Server, $"subject=run-months:2026&party={story.Trader.Organisation}");
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync($"/en/parties/{story.Trader.Organisation}/balance?year=2026");
        Assert.Contains("those of others who do the same did not", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.AppearAsync(360, isDark: false);
        Assert.Equal("", string.Join('\n', await visitor.BarriersAsync()));
        await FollowAsync(visitor, $"article a[href$='{finding}']");
        var text = await visitor.MainAsync();
        foreach (var expected in (string[])["gave more than they used to, and those of others did not", "Processing in 2026",
            "The plant dries its ore less than it did", "times their uncertainty"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
        await EveryPageTests.SaveAsync(visitor, "compared finding");

        await visitor.GoAsync($"/fr/parties/{story.Miner.Organisation}/balance?year=2026");
        Assert.DoesNotContain("ceux des autres", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_walks_from_a_finding_to_the_balance_a_run_a_lot_its_origin_and_the_log()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var auditor = await ledger.Server.AsAsync("walking-auditor", "auditor");
        var bag = await story.BagAsync(500m, site: "S-WALK");
        await WeighedStory.RunMonthsAsync(story, gainFrom: 7, bag);
        await story.SettleAsync();
        var finding = await WeighedStory.CloseAsync(story, ledger.Server);
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(auditor);

        await FollowAsync(visitor, "nav a[href$='/findings']");
        await visitor.Page.TypeAsync("#rule", "R6");
        await visitor.Page.TypeAsync("#subject", $"holder-balance:{story.Trader.Organisation}/2026");
        await visitor.SubmitAsync();
        await FollowAsync(visitor, $"article a[href$='{finding}']");
        await FollowAsync(visitor, "dd a[href*='/balance?year=2026']");
        Assert.Equal(story.Trader.Organisation, await visitor.HeadingAsync());
        Assert.Contains("Finding R6, October 2026", await visitor.MainAsync(), StringComparison.Ordinal);

        var run = WeighedStory.RunId(story, 8, 0);
        var link = $"a[href$='/runs/{Uri.EscapeDataString(run)}']";
        await visitor.Page.ClickAsync($"td details:has({link}) > summary");
        await FollowAsync(visitor, link);
        Assert.Equal(run, await visitor.HeadingAsync());
        Assert.Contains("+12.4\u00a0kg", await visitor.MainAsync(), StringComparison.Ordinal);

        await FollowAsync(visitor, "main a[href*='%3Aout-']");
        await FollowAsync(visitor, "a[href$='/provenance']");
        Assert.Contains("S-WALK", await visitor.MainAsync(), StringComparison.Ordinal);
        await FollowAsync(visitor, "main a[href*='/lots/']");
        Assert.Equal(run, await visitor.Page.TextAsync($"dd {link}"));
        var sequence = (await visitor.Page.EvaluateAsync(
            "new URL(document.querySelector(\"a[href*='sequence=']\").href).searchParams.get('sequence')")).GetString()!;

        await FollowAsync(visitor, "nav a[href$='/log']");
        await visitor.Page.TypeAsync("#sequence", sequence);
        await visitor.SubmitAsync();
        Assert.Contains("In the log", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_there_is_drawn_for_a_month_with_a_table_and_heaps_that_were_counted_stand_between_months()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var sold = await story.BagAsync(60m);
        await WeighedStory.SellAsync(story, (sold, 60m, 59.5m));
        await WeighedStory.LeaveHeapAsync(story);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Trader, "fr");

        await visitor.GoAsync($"/fr/parties/{story.Trader.Organisation}/balance?year=2026&month=3");
        var text = await visitor.MainAsync();
        foreach (var expected in (string[])[
            "En tas avant", "En tas après", "96", "Tout ce qui était là en 2026", "(minerai d’étain), mars 2026", "Là avant",
            "Écart des traitements", "en 2026, rapprochement", "À justifier", "Fournisseurs et acheteurs",
            "Reçu : " + story.Miner.Organisation])
            Assert.Contains(expected, text, StringComparison.OrdinalIgnoreCase);
        Assert.True(await CountAsync(visitor, "svg.flow[role=img][aria-label] path") >= 3);
        foreach (var width in (int[])[360, 1280])
        {
            await visitor.Page.AppearAsync(width, isDark: false);
            Assert.Equal("", string.Join('\n', await visitor.BarriersAsync()));
            await EveryPageTests.SaveAsync(visitor, $"stock {width}");
        }

        await FollowAsync(visitor, "main a[href$='month=4']");
        Assert.Contains("(minerai d’étain), avril 2026", await visitor.MainAsync(), StringComparison.OrdinalIgnoreCase);
        var file = $"fetch('/fr/parties/{story.Trader.Organisation}/stock.csv?year=2026')"
            + ".then(r => r.status + ' ' + r.headers.get('content-type'))";
        Assert.Equal("200 text/csv; charset=utf-8", (await visitor.Page.EvaluateAsync(file)).GetString());
    }

    [Fact]
    public void Both_sides_of_a_drawing_are_as_thick_and_small_ones_stand_together()
    {
        var parties = Enumerable.Range(1, 7).Select(number => new StockPartAnswer("received", $"p{number}", number)).ToList();
        var drawing = new StockDrawing(new(
            "coltan", new(2026, 3, 1), OpeningKg: 10, InKg: 28, OutKg: 5, ProcessingKg: -2, DifferenceKg: 0.5m, ClosingKg: 31.5m,
            [.. parties, new("consumed", null, -20), new("produced", null, 18), new("sent", "q", -5), new("difference", null, 0.5m)]));

        Assert.Equal(
            [("opening", 10m), ("received", 7), ("received", 6), ("received", 5), ("received", 4), ("others", 6)],
            drawing.Sources.Select(stream => (stream.Key, stream.Kg)));
        Assert.Equal([("closing", 31.5m), ("sent", 5), ("loss", 1.5m)], drawing.Sinks.Select(stream => (stream.Key, stream.Kg)));
        Assert.Equal(drawing.Sources.Sum(stream => stream.Kg), drawing.Sinks.Sum(stream => stream.Kg));
        Assert.Equal(20, drawing.RunKg);
        Assert.All(drawing.DrawSources().Concat(drawing.DrawSinks()), stream =>
            Assert.StartsWith("M", stream.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Others_balances_are_closed_and_what_nobody_recorded_is_not_found()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Stranger);

        foreach (var path in (string[])["", "/balance"])
        {
            await visitor.GoAsync($"/en/parties/{story.Trader.Organisation}{path}");
            Assert.Equal((path, "Your roles do not allow this"), (path, await visitor.HeadingAsync()));
        }

        var sheet = $"fetch('/en/parties/{story.Trader.Organisation}/balance.csv').then(r => r.status)";
        Assert.Equal(403, (await visitor.Page.EvaluateAsync(sheet)).GetInt32());

        foreach (var path in (string[])["runs", "sales", "movements"])
        {
            await visitor.GoAsync($"/en/{path}/{story.Trader.Organisation}:nobody-knows-it");
            Assert.Equal((path, "There is nothing here for you"), (path, await visitor.HeadingAsync()));
        }

        using var nobody = ledger.Server.Anonymous();
        var sent = await nobody.GetAsync($"/en/parties/{story.Trader.Organisation}/balance");
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Contains("Sign in", sent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_has_nought_round_values_and_steps_as_high_as_what_it_shows()
    {
        var plot = new Plot(2, [-10m, 40m]);

        Assert.Equal([-10m, 0m, 10m, 20m, 30m, 40m], plot.Ticks().Select(tick => tick.Value));
        Assert.Equal([0, 1], plot.Named().Select(named => named.Index));
        Assert.Equal(4, new Plot(24, [1m]).Named().Count());
        Assert.Equal(plot.Bar(0, 40m).Y, plot.Ticks().Last().Y);
        Assert.Equal(plot.Nought, plot.Bar(1, 40m) is var (_, y, _, height)
            ? (decimal.Parse(y, null) + decimal.Parse(height, null)).ToString("0.#", null) : "");
        Assert.StartsWith($"M104 {plot.Nought}V{plot.Ticks().Last().Y}H368", plot.Band([40m, 5m]), StringComparison.Ordinal);
        Assert.Equal("M236 " + plot.Ticks().Last().Y + "L500 " + plot.Nought, plot.Line([40m, 0m]));
    }

    private static Task FollowAsync(Visitor visitor, string link) => visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(link));

    private static async Task<int> CountAsync(Visitor visitor, string selector) =>
        (await visitor.Page.EvaluateAsync($"document.querySelectorAll(\"{selector}\").length")).GetInt32();
}
