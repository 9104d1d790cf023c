using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Pages;

namespace Ledger.Api.Tests;

/// <summary>Where a lot's mass comes from, as the programme reads it and as its page shows it.</summary>
public sealed class LotBalanceTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task The_programme_reads_what_a_lot_is_made_of_on_its_page_in_JSON_and_as_a_sheet_that_adds_up()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (one, other) = (await story.BagAsync(50m), await story.BagAsync(30m, site: "RW-0413"));
        await story.HandOverAsync(one, 50m, 51m);
        await story.HandOverAsync(other, 30m, 30m);
        var (run, product) = await story.WashAsync(78m, (one, 51m), (other, 30m));
        await story.SettleAsync();
        var address = $"/v1/lots/{product}/balance";

        var answer = await story.Programme.GetAsync(address);

        Assert.NotNull(answer.Message.Headers.ETag);
        Assert.True(answer.Message.Headers.Contains("Ledger-Sequence"));
        var balance = answer.Body;
        Assert.Equal(
            (78m, 80m, 1m, -3m, 0m, 0m), (Kg(balance, "massKg"), Kg(balance["tagged"]!, "kg"), Kg(balance["transfers"]!, "kg"),
                Kg(balance["runs"]!, "kg"), Kg(balance["stocks"]!, "kg"), Kg(balance, "unattributedKg")));
        Assert.Equal((run, 1m), ((string)balance["runGains"]![0]!["runId"]!, (decimal)balance["runGains"]![0]!["share"]!));
        Assert.StartsWith("delivery:", (string)balance["transferGains"]![0]!["subject"]!, StringComparison.Ordinal);
        Assert.True((decimal)balance["runs"]!["beyond"]!["z"]! < -2);

        var sheet = await story.Programme.GetAsync(address + ".csv");
        Assert.Equal(HttpStatusCode.OK, sheet.Status);
        var rows = sheet.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("part,id,share,lots,kg,sigma_kg,beyond_kg,beyond_sigma_kg,z", rows[0]);
        Assert.Equal(78m, rows.Skip(1).Sum(row => decimal.Parse(row.Split(',')[4], CultureInfo.InvariantCulture)));
        var then = await story.Programme.GetAsync(one.Path + "/balance?happenedBy=2026-03-02T08:01:00%2B02:00");
        Assert.Equal(50m, Kg(then.Body, "massKg"));

        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Programme);
        await visitor.GoAsync("/en/lots/" + product);
        string[] told =
        [
            "Tagged at sites 2 lots", "+80", "Gained in transfers", "+1", "Gained in processing", "\u22123", "Gained in stock", "0",
            "Not attributed", "0", "This lot", "78",
        ];
        Assert.Equal(told, (await visitor.Page.EvaluateAsync(
            "[...document.querySelectorAll('#balance ~ .table tbody tr')].slice(0, 6).flatMap(row => [...row.children].slice(0, 2))"
            + ".map(cell => cell.innerText.replace(/\\s+/g, ' ').trim())")).EnumerateArray().Select(cell => cell.GetString()));
    }

    [Fact]
    public async Task What_others_weighed_is_told_to_nobody_else_and_what_cannot_be_asked_says_so()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        await story.HandOverAsync(bag, 50m, 51m);
        var (_, product) = await story.WashAsync(48m, (bag, 51m));
        await story.SettleAsync();

        foreach (var form in (string[])["", ".csv"])
        {
            Assert.Equal("no-right", (await story.Trader.GetAsync($"/v1/lots/{product}/balance{form}")).Problem);
            Assert.Equal("not-found", (await story.Programme.GetAsync($"/v1/lots/nobody:1/balance{form}")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"/v1/lots/no-colon/balance{form}")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"/v1/lots/{product}/balance{form}?knownAt=soon")).Problem);
        }

        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);
        await visitor.GoAsync("/en/lots/" + product);
        Assert.DoesNotContain("Where its mass comes from", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    private static decimal Kg(JsonNode of, string name) => (decimal)of[name]!;
}
