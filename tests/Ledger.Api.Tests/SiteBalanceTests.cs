using System.Net;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Pages;

namespace Ledger.Api.Tests;

/// <summary>What lies at a site, as the programme reads it.</summary>
public sealed class SiteBalanceTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task The_programme_reads_what_was_bagged_left_and_lies_there_and_takes_it_away_as_a_sheet()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await story.Programme.CommandAsync("/v1/sites", SitePageTests.Site("SB-1", "Balance Hill", 29.7, -2.2));
        var sold = await story.BagAsync(48m, site: "SB-1");
        await story.BagAsync(52m, site: "SB-1");
        await story.HandOverAsync(sold, 48m, 47m);
        await story.SettleAsync();

        var answer = await story.Programme.GetAsync("/v1/sites/SB-1/balance?year=2026");

        Assert.NotNull(answer.Message.Headers.ETag);
        Assert.True(answer.Message.Headers.Contains("Ledger-Sequence"));
        var month = answer.Body["months"]![0]!;
        Assert.Equal(("cassiterite", "2026-03-01"), ((string)month["mineral"]!, (string)month["from"]!));
        Assert.Equal(
            (0m, 100m, 0m, 0m, 48m, 52m), (Kg(month, "openingKg"), Kg(month, "baggedKg"), Kg(month, "firstWeighedKg"),
                Kg(month, "differenceKg"), Kg(month, "takenKg"), Kg(month, "closingKg")));
        Assert.Equal((2, 1, 1), ((int)month["baggedBags"]!, (int)month["takenBags"]!, (int)month["closingBags"]!));
        // 0.3 % of 100 kg that a scale is wrong by, and two readings.
        Assert.InRange(Kg(month, "baggedSigmaKg"), 0.3m, 0.4m);
        Assert.Equal("2026-04-08", (string)month["expected"]!["toldOn"]!);
        Assert.Empty(month["expected"]!["beyond"]!.AsArray());
        Assert.Null(month["expected"]!["usualKg"]);

        var sheet = await story.Programme.GetAsync("/v1/sites/SB-1/balance.csv?year=2026");
        Assert.Equal(HttpStatusCode.OK, sheet.Status);
        var lines = sheet.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("cassiterite,2026-03,0,100,0,0,48,0,0,52,0.3", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(each => each == ','), line.Count(each => each == ',')));
    }

    [Fact]
    public async Task A_country_and_an_area_of_it_are_their_registered_sites_as_one()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        foreach (var (id, hill) in (List<(string, string)>)[("SB-5", "hill-north"), ("SB-6", "hill-south")])
        {
            var site = SitePageTests.Site(id, id, 29.7, -2.2);
            (site["country"], site["area"]) = ("UG", hill);
            await story.Programme.CommandAsync("/v1/sites", site);
            await story.BagAsync(id == "SB-5" ? 40m : 60m, site: id);
        }

        await story.BagAsync(33m, site: "SB-NOWHERE");
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();

        var country = await story.Programme.GetAsync("/v1/countries/UG/balance?year=2026");
        var area = await story.Programme.GetAsync("/v1/countries/UG/balance?year=2026&area=hill-north");

        Assert.NotNull(country.Message.Headers.ETag);
        Assert.Equal((2, 100m), ((int)country.Body["siteCount"]!, Kg(country.Body["months"]![0]!["account"]!, "baggedKg")));
        Assert.Equal((1, 40m), ((int)area.Body["siteCount"]!, Kg(area.Body["months"]![0]!["account"]!, "closingKg")));
        Assert.True(Kg(country.Body["months"]![0]!["expected"]!, "unregisteredKg") >= 33m);
        Assert.Empty((await story.Programme.GetAsync("/v1/countries/ZM/balance?year=2026")).Body["months"]!.AsArray());

        var sheet = await story.Programme.GetAsync("/v1/countries/UG/balance.csv?year=2026");
        var lines = sheet.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("cassiterite,2026-03,0,100,0,0,0,0,0,100,0.3", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(each => each == ','), line.Count(each => each == ',')));
        foreach (var form in (string[])["", ".csv"])
        {
            Assert.Equal("no-right", (await story.Miner.GetAsync($"/v1/countries/UG/balance{form}")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"/v1/countries/Uganda/balance{form}")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"/v1/countries/UG/balance{form}?area=%20x")).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync($"/v1/countries/UG/balance{form}?year=1")).Problem);
        }
    }

    [Fact]
    public async Task Who_holds_bags_there_may_not_know_what_others_have_there_and_what_cannot_be_asked_says_so()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await story.BagAsync(48m, site: "SB-2");

        foreach (var form in (string[])["", ".csv"])
        {
            var address = "/v1/sites/SB-2/balance" + form;
            Assert.Equal("no-right", (await story.Miner.GetAsync(address)).Problem);
            Assert.Equal("no-right", (await story.Stranger.GetAsync(address)).Problem);
            Assert.Equal("field-errors", (await story.Programme.GetAsync(address + "?year=last")).Problem);
            Assert.Equal("not-found", (await story.Programme.GetAsync($"/v1/sites/%20/balance{form}")).Problem);
        }

        Assert.Empty((await story.Programme.GetAsync("/v1/sites/SB-NOBODY/balance?year=2020")).Body["months"]!.AsArray());
    }

    private static decimal Kg(JsonNode month, string name) => (decimal)month[name]!;
}
