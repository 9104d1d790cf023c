using System.Text.Json.Nodes;

namespace Ledger.Api.Tests.Pages;

/// <summary>A smelter before the pages: what came in, where it comes from, what it made of it.</summary>
public sealed class SmelterWalkTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task A_smelter_takes_in_an_export_lot_sees_its_sites_and_no_stranger_by_name_and_melts_it()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var exporter = await ledger.Server.AsAsync("exporter-" + story.Trader.Organisation, "exporter");
        using var smelter = await ledger.Server.AsAsync("smelter-" + story.Trader.Organisation, "smelter");
        var lot = await ShipAsync(story, exporter);
        var path = "/en/lots/" + Uri.EscapeDataString(lot);
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(smelter);

        await visitor.GoAsync(path);
        Assert.Equal("There is nothing here for you", await visitor.HeadingAsync());
        await visitor.FollowAsync("/en/desk");
        await visitor.FollowAsync("/en/desk/record/smelter-received");
        await visitor.FillAsync(
            ("when.date", "2026-04-20"), ("when.time", "08:30"), ("when.zone", "Asia/Kuala_Lumpur"), ("lot", lot), ("netKg", "102.4"),
            ("method", "measured"), ("smelter", "CID001105"), ("from", exporter.Organisation), ("analytes", "Sn 65.2"),
            ("moisturePct", "2.5"));
        await visitor.RecordAsync();
        Assert.Contains("20 April 2026, 08:30", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("Assay\tSn 65.2", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync(path);
        Assert.Contains(smelter.Organisation, await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.FollowAsync(path + "/provenance");
        var shown = await visitor.MainAsync();
        Assert.Contains("2 sites", shown, StringComparison.Ordinal);
        Assert.Contains("RW-0413", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(story.Miner.Organisation, shown, StringComparison.Ordinal);
        await visitor.FollowAsync(path);
        await visitor.FollowAsync("/en/desk/packing-list/" + Uri.EscapeDataString(lot));
        Assert.Contains("2 lots, 105", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync("/en/desk/record/smelted?lot=" + Uri.EscapeDataString(lot));
        await visitor.FillAsync(
            ("when.date", "2026-04-28"), ("when.precision", "day"), ("smelter", "CID001105"), ("inputs[0].netKg", "102.4"),
            ("outputs[0].product", "tin-metal"), ("outputs[0].kg", "61.5"), ("outputs[0].gradePct", "99.9"), ("slagKg", "28"));
        await visitor.RecordAsync();
        Assert.Contains("tin metal", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("td a[href*=\"/en/log?sequence=\"]"));
        await visitor.Page.WaitAsync("document.readyState === 'complete'");
        Assert.Equal("Signed log", await visitor.HeadingAsync());

        await visitor.FollowAsync("/en/findings");
        await visitor.FollowAsync("/en/desk");
        Assert.Contains("Received at the smelter", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/fr/desk");
        Assert.Contains("Réception à la fonderie", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".mast .as-link"));
        await visitor.GoAsync(path);
        Assert.Equal("Sign in", await visitor.HeadingAsync());
    }

    // Two bags of two sites, bought by the trader, put together by the exporter and shipped.
    private static async Task<string> ShipAsync(Story story, LedgerClient exporter)
    {
        var (one, other) = (await story.BagAsync(50m), await story.BagAsync(55m, site: "RW-0413"));
        var lot = exporter.Organisation + ":X-1";
        var lines = ((Bag, decimal)[])[(one, 50m), (other, 55m)];
        await story.TellAsync(exporter, "consigned", new()
        {
            ["lotId"] = lot, ["mineral"] = "cassiterite", ["exporter"] = exporter.Organisation,
            ["lots"] = new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject
            {
                ["lotId"] = line.Item1.LotId, ["netKg"] = line.Item2, ["method"] = "measured",
            })]),
        });
        await story.SettleAsync();
        return lot;
    }
}
