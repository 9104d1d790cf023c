using System.Globalization;
using System.Net;
using Ledger.Api.Tests.Pages;

namespace Ledger.Api.Tests;

/// <summary>A holder with all who supplied it: as the programme reads it, as a sheet and on its page.</summary>
public sealed class SupplyBalanceTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task The_programme_reads_what_left_a_party_in_a_month_and_where_it_comes_from()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (one, other) = (await story.BagAsync(50m), await story.BagAsync(30m, site: "RW-0413"));
        await story.HandOverAsync(one, 50m, 51m);
        await story.HandOverAsync(other, 30m, 30m);
        await story.SettleAsync();
        var address = $"/v1/parties/{story.Miner.Organisation}/supply";

        var answer = await story.Programme.GetAsync(address + "?month=2026-03");

        Assert.NotNull(answer.Message.Headers.ETag);
        Assert.Equal(
            ("2026-03-01", "2026-03-31", 2), ((string)answer.Body["from"]!, (string)answer.Body["to"]!, (int)answer.Body["lots"]!));
        var balance = answer.Body["balance"]!;
        Assert.Null(balance["lotId"]);
        Assert.Equal((80m, 80m), ((decimal)balance["massKg"]!, (decimal)balance["tagged"]!["kg"]!)); // the trader's 51 kg are the trader's
        Assert.Equal(2, balance["sites"]!.AsArray().Count);
        var sheet = await story.Programme.GetAsync(address + ".csv?month=2026-03");
        Assert.Equal(HttpStatusCode.OK, sheet.Status);
        Assert.Contains(
            $"supply-{story.Miner.Organisation}-2026-03.csv", sheet.Message.Content.Headers.ContentDisposition!.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(80m, sheet.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Sum(row => decimal.Parse(row.Split(',')[4], CultureInfo.InvariantCulture)));
        Assert.Equal(2, (int)(await story.Programme.GetAsync(address + "?month=2026-03&mineral=cassiterite")).Body["lots"]!);
        Assert.Equal(0, (int)(await story.Programme.GetAsync(address + "?month=2026-03&mineral=coltan")).Body["lots"]!);
        Assert.Equal(0, (int)(await story.Programme.GetAsync(address + "?month=2026-04")).Body["lots"]!);
        Assert.NotNull((await story.Programme.GetAsync(address)).Body["from"]);

        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Programme);
        await visitor.GoAsync($"/en/parties/{story.Miner.Organisation}/supply?month=2026-03");
        var said = await visitor.MainAsync();
        Assert.Contains("2 lots left it.", said, StringComparison.Ordinal);
        Assert.Contains("All that left it", said, StringComparison.Ordinal);
        Assert.Equal(
            $"/en/parties/{story.Miner.Organisation}/supply.csv?month=2026-03",
            (await visitor.Page.EvaluateAsync("document.querySelector('main a.button').getAttribute('href')")).GetString());
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[rel=next]"));
        Assert.Contains("Nothing left this party in April 2026", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_weighed_is_told_to_no_holder_and_what_cannot_be_asked_says_so()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var address = $"/v1/parties/{story.Trader.Organisation}/supply";
        foreach (var form in (string[])["", ".csv"])
        {
            Assert.Equal("no-right", (await story.Trader.GetAsync(address + form)).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"{address}{form}?month=2026-13")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"{address}{form}?month=-0001-01")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"{address}{form}?mineral=tin")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"/v1/parties/a%20b/supply{form}")).Problem);
        }

        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);
        await visitor.GoAsync($"/en/parties/{story.Trader.Organisation}/balance");
        Assert.DoesNotContain("With its suppliers", await visitor.MainAsync(), StringComparison.Ordinal);
    }
}
