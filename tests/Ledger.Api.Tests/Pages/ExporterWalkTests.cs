namespace Ledger.Api.Tests.Pages;

/// <summary>An exporter's day before the pages, without script, from a bag that comes in to a lot that leaves the country.</summary>
public sealed class ExporterWalkTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task An_exporter_takes_in_a_bag_makes_it_an_export_lot_ships_it_and_corrects_a_date()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        await story.SettleAsync();
        using var exporter = await ledger.Server.AsAsync("exporter-" + story.Trader.Organisation, "exporter");
        var series = (string)story.Tag("1")["series"]!;
        var lot = exporter.Organisation + ":SH/1";
        var lotPath = "/en/lots/" + Uri.EscapeDataString(lot);
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(exporter);

        await visitor.FollowAsync("/en/desk");
        Assert.Contains("No records here", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.FollowAsync("/en/desk/record/received");
        await visitor.FillAsync(
            ("when.date", "2026-03-04"), ("when.precision", "morning"), ("tag-series", series), ("from", story.Miner.Organisation),
            ("basis", "sale"), ("lots[0].lot", bag.Tag), ("lots[0].netKg", "49.9"), ("lots[0].method", "measured"));
        await visitor.RecordAsync();
        Assert.Contains("No difference to explain", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("4 March 2026, morning", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.FollowAsync("/en/desk");
        await visitor.FollowAsync("/en/desk/tag-list");
        Assert.Contains(bag.Tag, await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("1 lot, 49.9", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/en/desk/record/consigned");
        await visitor.FillAsync(
            ("when.date", "2026-03-10"), ("when.precision", "day"), ("tag-series", series), ("lotId", lot), ("mineral", "cassiterite"),
            ("lots[0].lot", bag.Tag), ("lots[0].netKg", "49.9"), ("packing[0].drum", "D-1"), ("packing[0].netKg", "49.9"),
            ("packing[0].grossKg", "51"));
        await visitor.RecordAsync();
        Assert.Contains("It is safe now", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync(lotPath);
        await visitor.FollowAsync("/en/desk/packing-list/" + Uri.EscapeDataString(lot));
        Assert.Contains("1 piece, 49.9", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/en/desk/record/exported?lot=" + Uri.EscapeDataString(lot));
        Assert.Equal(lot, await visitor.ValueAsync("lot"));
        await visitor.FillAsync(
            ("when.date", "2026-03-12"), ("when.time", "09:00"), ("exitPoint", "Border post"), ("mode", "road"),
            ("destination.country", "MY"), ("shippedOn", "2026-03-21"), ("customsValue", "4100.50 USD"));
        await visitor.RecordAsync();
        Assert.Contains("Customs value\t4100.5 USD", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[href$=\"/correct\"]"));
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[href$=\"reason=incorrect-data\"]"));
        Assert.Equal("4100.5 USD", await visitor.ValueAsync("customsValue"));
        await visitor.FillAsync(("shippedOn", "2026-03-12"));
        await visitor.RecordAsync();
        Assert.Contains("Shipped on\t2026-03-12", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync(lotPath);
        Assert.Contains("exported", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".mast .as-link"));
        await visitor.GoAsync(lotPath);
        Assert.Equal("Sign in", await visitor.HeadingAsync());
        Assert.Empty(visitor.Page.Complaints);
    }
}
