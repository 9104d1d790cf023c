using System.Text.Json;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Tests.Pages.Walks;

/// <summary>The smelter of the demo world when a shipment arrives: where it comes from, and what becomes of it. Without script.</summary>
[Collection(WorldWalks.Name)]
public sealed class SmelterWalkTests(PostedWorld world, RunningBrowser browser)
{
    private const string Plant = "CID000000";
    private static readonly Language English = Language.English, French = Language.French;

    [Fact]
    public async Task A_smelter_takes_in_a_shipment_sees_its_sites_and_no_stranger_by_name_melts_it_and_reconciles_its_year()
    {
        using var smelter = world.As(world.World.Participants.Single(each => each.Roles.Contains("smelter")).Id.Value);
        var shipped = Shipped();
        var (lot, kg) = (shipped.GetProperty("lotId").GetString()!, shipped.GetProperty("netKg").GetDecimal());
        await using var visitor = await browser.VisitAsync(world.Server, hasScript: false);
        await visitor.SignInAsync(smelter);

        await FindLotAsync(visitor, smelter, lot);
        await ReadProvenanceAsync(visitor, smelter, lot);
        await TakeInAsync(visitor, smelter, lot, kg);
        await TakeDossierAwayAsync(visitor, lot);
        await MeltAsync(visitor, lot, kg);
        await ReconcileAsync(visitor, smelter, shipped);

        await visitor.GoAsync("/fr/desk");
        await visitor.SeesAsync(French["record.smelted.title"]);
        await visitor.SignOutAsync();
        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        Assert.Equal(English["sign-in"], await visitor.HeadingAsync());
    }

    // An honest lot that left the country and has not come in yet.
    private JsonElement Shipped()
    {
        var received = world.Posted("smelter-received").Select(each => each.GetProperty("lotId").GetString()).ToHashSet();
        return world.Posted("exported").Last(each => !received.Contains(each.GetProperty("lotId").GetString()) && world.IsHonest(each));
    }

    private static async Task FindLotAsync(Visitor visitor, LedgerClient smelter, string lot)
    {
        await visitor.TurnToAsync("/en/lots");
        var held = await PostedWorld.AllAsync(smelter, $"/v1/lots?custodian={smelter.Organisation}&sort=-changed");
        Assert.Equal(held.Select(each => each.GetProperty("lotId").GetString()), await visitor.TextsAsync("main table a"));
        Assert.DoesNotContain(lot, await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.TypeAsync("#find", lot);
        await visitor.SubmitAsync();
        Assert.Equal(lot, await visitor.HeadingAsync());
        await visitor.SeesAsync(English.Word("lot-status", "exported"));
    }

    // Shares of sites add up to all of it, on the page as in the API; sites stand on the map; who dug and traded is not told.
    private async Task ReadProvenanceAsync(Visitor visitor, LedgerClient smelter, string lot)
    {
        await visitor.FollowAsync($"/en/lots/{Uri.EscapeDataString(lot)}/provenance");
        var told = JsonDocument.Parse((await smelter.GetAsync($"/v1/lots/{Uri.EscapeDataString(lot)}/provenance")).Text).RootElement;
        var sites = told.GetProperty("sites").EnumerateArray().OrderByDescending(site => site.GetProperty("share").GetDecimal()).ToList();
        var names = sites.Select(site => world.World.Sites.Single(card => card.Id.Value == site.GetProperty("siteId").GetString()).Name);
        Assert.Equal(names, await visitor.TextsAsync("main td a[href*='/sites/']"));
        Assert.Equal(sites.Count, await visitor.CountAsync(".map .spot.one") + await MarkedAsync(visitor));

        var shares = (await visitor.TextsAsync($"td[data-head='{English["provenance.share"]}']")).Select(Seen.Number).ToList();
        Assert.Equal(sites.Count + 1, shares.Count); // what is not attributed has a line too
        Assert.InRange(shares.Sum(), 99.95m, 100.05m);
        var masses = (await visitor.TextsAsync($"td[data-head='{English["lot.mass"]}']")).SkipLast(1).Sum(Seen.Number);
        var whole = told.GetProperty("massKg").GetDecimal() * (1 - told.GetProperty("unattributedShare").GetDecimal());
        Assert.InRange(masses, whole - 0.01m, whole + 0.01m);

        var shown = (await visitor.Page.EvaluateAsync("document.documentElement.outerHTML")).GetString()!;
        foreach (var stranger in world.World.Participants.Where(each => each.Roles.Contains("trader") || each.Roles.Contains("miner")))
            if (stranger.Roles.All(role => role is not ("exporter" or "smelter")))
                Assert.DoesNotContain(stranger.Id.Value, shown, StringComparison.Ordinal);
    }

    // Sites that lie too close to be drawn each are one mark with their number.
    private static async Task<int> MarkedAsync(Visitor visitor) =>
        await visitor.CountAsync(".map .spot.many") == 0 ? 0
            : (await visitor.TextsAsync(".map .count")).Sum(count => int.Parse(count, null));

    // What was sold to it and not received was to be explained; now it holds it.
    private async Task TakeInAsync(Visitor visitor, LedgerClient smelter, string lot, decimal kg)
    {
        var sale = world.Posted("sold").Single(each => each.GetProperty("lots").EnumerateArray().Any(
            line => line.TryGetProperty("lotId", out var id) && id.GetString() == lot)).GetProperty("saleId").GetString();
        await visitor.GoAsync($"/en/findings?subject={Uri.EscapeDataString("sale:" + sale)}");
        Assert.Equal(1, await visitor.CountAsync("article.finding"));

        await visitor.TurnToAsync("/en/desk");
        await visitor.FollowAsync("/en/desk/record/smelter-received");
        await visitor.FillAsync(
            ("when.date", "2026-06-30"), ("when.time", "08:30"), ("when.zone", "Africa/Kigali"), ("lot", lot), ("netKg", $"{kg - 1}"),
            ("method", "measured"), ("smelter", Plant), ("from", lot.Split(':')[0]), ("analytes", "Sn 62.4"), ("moisturePct", "1.2"));
        await visitor.RecordAsync();
        await visitor.SeesAsync(English["record.done"], "30 June 2026, 08:30", "Assay\tSn 62.4");
        await world.Server.SettledAsync();

        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        await visitor.SeesAsync(smelter.Organisation, English.Kg(kg - 1));
        await visitor.GoAsync($"/en/findings?subject={Uri.EscapeDataString("sale:" + sale)}");
        Assert.Equal(0, await visitor.CountAsync("article.finding"));
    }

    // Its records name others that it never dealt with: that file the programme hands out, and it holds without the service.
    private async Task TakeDossierAwayAsync(Visitor visitor, string lot)
    {
        using var folder = new TemporaryFolder();
        var path = "/en/lots/" + Uri.EscapeDataString(lot);
        await visitor.GoAsync(path);
        await visitor.PressAsync("main a[href$='/dossier.zip']");
        Assert.Equal((path + "/dossier.zip", English["error.not-found.title"]), (await visitor.PathAsync(), await visitor.HeadingAsync()));
        await visitor.SeesAsync(English["lot.dossier-none"]);
        using var programme = world.As(world.World.Participants.Single(each => each.Roles.Contains("programme")).Id.Value);
        await using var office = await browser.VisitAsync(world.Server, hasScript: false);
        await office.SignInAsync(programme);
        await office.GoAsync(path);
        var file = await office.Page.DownloadAsync("main a[href$='/dossier.zip']", folder.Folder);
        var verified = await world.VerifyAsync(file);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.Contains(lot, verified.Output, StringComparison.Ordinal);
    }

    private async Task MeltAsync(Visitor visitor, string lot, decimal kg)
    {
        await visitor.GoAsync("/en/desk/record/smelted?lot=" + Uri.EscapeDataString(lot));
        await visitor.FillAsync(
            ("when.date", "2026-06-30"), ("when.time", "17:00"), ("smelter", Plant), ("inputs[0].netKg", $"{kg - 1}"),
            ("outputs[0].product", "tin-metal"), ("outputs[0].kg", "1300"), ("outputs[0].gradePct", "99.9"), ("slagKg", "700"));
        await visitor.RecordAsync();
        await visitor.SeesAsync(English["record.done"], "tin metal");
        await visitor.PressAsync("td a[href*=\"/en/log?sequence=\"]");
        Assert.Equal(English["log"], await visitor.HeadingAsync());
        await world.Server.SettledAsync();
        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        await visitor.SeesAsync(English.Word("lot-status", "consumed"));
    }

    // A year of this mineral: what came in is what was smelted and what is there, and no sum is written that does not add up.
    private async Task ReconcileAsync(Visitor visitor, LedgerClient smelter, JsonElement shipped)
    {
        var path = $"/en/parties/{smelter.Organisation}/balance?year=2026";
        await visitor.GoAsync(path);
        var lot = shipped.GetProperty("lotId").GetString();
        var mineral = world.Posted("consigned").Single(each => each.GetProperty("lotId").GetString() == lot)
            .GetProperty("mineral").GetString()!;
        var heats = world.Posted("smelted").SelectMany(heat => heat.GetProperty("inputs").EnumerateArray()).Sum(Net);
        var section = $"section.matter[aria-label='{English.With("balance.reconciled.of", English.Word("mineral", mineral), "2026")}']";
        var lines = (await visitor.TextsAsync(section + " .table:first-of-type tbody tr")).Select(line => line.Split('\t')).ToList();
        var smelted = Assert.Single(lines, line => line[0] == English["balance.reconciled.smelted"]);
        Assert.Equal(English.Number(heats + Net(shipped) - 1), smelted[^1].Trim());
        var sum = lines.Single(line => line[0] == English["balance.reconciled.sum"]);
        Assert.Equal(sum[1].Trim(), sum[2].Trim());
        var came = lines.TakeWhile(line => line != sum).Select(line => line[1].Trim()).Where(cell => cell.Length > 0).Sum(Seen.Number);
        Assert.Equal(English.Number(came), sum[1].Trim());

        using var folder = new TemporaryFolder();
        var file = await visitor.Page.DownloadAsync("main a[href*='/reconciliation.csv']", folder.Folder);
        Assert.Contains(mineral, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static decimal Net(JsonElement line) => line.GetProperty("netKg").GetDecimal();
}
