using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>Shipments are judged again when something is told late of a lot, or of a scale.</summary>
public sealed class ShipmentTests
{
    private const int Bags = 8;
    private int _next;

    [Fact]
    public async Task A_sender_s_weight_that_comes_late_is_held_against_the_receipt_of_then()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, [.. Enumerable.Range(0, Bags).Select(bag => Bag(bag, kg: null)), Receipt(51.5m)]);
        Assert.Empty(await ShipmentsAsync(ledger));

        await RecordAsync(ledger, [.. Enumerable.Range(0, Bags).Select(bag => Weighing(bag, 50))]);
        var found = Assert.Single(await ShipmentsAsync(ledger));
        Assert.Equal(
            ("shipment", FindingTier.Incident, 400m, 412m, FindingStatus.Active),
            (found.Content.Discriminator, found.Content.Tier, found.Content.Expected, found.Content.Observed, found.Status));
    }

    [Fact]
    public async Task A_finding_about_one_lot_of_a_shipment_is_shown_with_the_lot_and_outlives_what_else_is_told_of_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, [.. Enumerable.Range(0, Bags).Select(bag => Bag(bag, 50)), Receipt(50, wrongly: 81)]);
        await RecordAsync(ledger, ("trader", $$"""
            {"type":"processed",{{Envelope("2026-01-20")}},"runId":"trader:r","operation":"washing","final":true,
             "inputs":[{"lotId":"coop:b0","netKg":50,"method":"measured"}],"outputs":[]}
            """));

        var found = Assert.Single(await ShipmentsAsync(ledger));
        Assert.Equal(("lot:coop:b0", FindingStatus.Active, 81m), (found.Content.Discriminator, found.Status, found.Content.Observed));
        Assert.Equal([found.FindingId], await ledger.Findings.AboutAsync(["lot:coop:b0"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Checks_of_a_scale_that_come_months_late_explain_what_was_weighed_on_it_since_when_the_day_closes()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, [Calibration(), .. Enumerable.Range(0, Bags).Select(bag => Bag(bag, 50)), Receipt(50.6m)]);
        Assert.Equal(FindingStatus.Active, Assert.Single(await ShipmentsAsync(ledger)).Status);

        await RecordAsync(ledger, [.. Enumerable.Range(11, 9).Select(day => Check($"2026-01-{day}", shown: 100.8m))]);
        await ledger.CloseDayAsync(new(2026, 4, 1));
        Assert.Equal(FindingStatus.Withdrawn, Assert.Single(await ShipmentsAsync(ledger)).Status);
    }

    [Fact]
    public async Task What_a_smelter_takes_in_is_held_against_the_last_weight_before()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, Bag(0, 50), ("smelter", $$"""
            {"type":"smelter-received",{{Envelope("2026-01-22")}},"smelter":"CID000000","from":"coop","lotId":"coop:b0",
             "netKg":58,"method":"measured"}
            """));

        var found = Assert.Single(await ShipmentsAsync(ledger));
        Assert.StartsWith("delivery:", found.Content.Subject, StringComparison.Ordinal);
        Assert.Equal((50m, 58m), (found.Content.Expected, found.Content.Observed));
    }

    [Fact]
    public async Task Receipts_that_all_agree_are_found_when_the_day_closes()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, [.. Enumerable.Range(0, 40).Select(bag => Bag(bag, Kg(bag))), ("trader", $$"""
            {"type":"received",{{Envelope("2026-01-22")}},"basis":"sale","from":"coop","lots":[{{string.Join(',', Enumerable.Range(0, 40)
                .Select(bag => Line(bag, Kg(bag))))}}]}
            """)]);
        await ledger.CloseDayAsync(new(2026, 1, 23));

        var found = Assert.Single(await ledger.FindingsAsync(), finding => finding.Content.Rule == "R31");
        Assert.Equal(("pair-month:trader/coop/2026-01", 0m), (found.Content.Subject, found.Content.Observed));
    }

    private static decimal Kg(int bag) => 40 + (bag * bag % 101 * 0.1m);

    private async Task<IReadOnlyList<FindingView>> ShipmentsAsync(LedgerUnderTest ledger) =>
        [.. (await ledger.FindingsAsync()).Where(finding => finding.Content.Rule == "R5")];

    private static async Task RecordAsync(LedgerUnderTest ledger, params (string By, string Json)[] custodyEvents)
    {
        await ledger.AppendAsync(custodyEvents.Select(each => Recorded.By(each.By, each.Json)));
        await ledger.CatchUpAsync();
    }

    private (string By, string Json) Bag(int bag, decimal? kg) => ("coop", $$"""
        {"type":"bagged",{{Envelope("2026-01-20")}},"mineral":"coltan","siteId":"s1","lotId":"coop:b{{bag}}","holder":"coop"
         {{(kg is null ? "" : FormattableString.Invariant($",\"weighing\":{{\"netKg\":{kg},\"method\":\"measured\"}}"))}}}
        """);

    private (string By, string Json) Weighing(int bag, decimal kg) => ("coop", $$"""
        {"type":"weighed",{{Envelope("2026-01-20")}},"lotId":"coop:b{{bag}}","netKg":{{Text(kg)}},"method":"measured","basis":"wet",
         "purpose":"mine"}
        """);

    private (string By, string Json) Receipt(decimal kg, decimal? wrongly = null) => ("trader", $$"""
        {"type":"received",{{Envelope("2026-01-22")}},"basis":"sale","from":"coop","scaleId":"sc","lots":[{{string.Join(',',
            Enumerable.Range(0, Bags).Select(bag => Line(bag, bag == 0 ? wrongly ?? kg : kg)))}}]}
        """);

    private (string By, string Json) Calibration() =>
        ("office", $$"""{"type":"scale-calibrated",{{Envelope("2026-01-10")}},"scaleId":"sc","result":"passed"}""");

    private (string By, string Json) Check(string day, decimal shown) => ("trader", $$"""
        {"type":"check-weighed",{{Envelope(day)}},"scaleId":"sc","knownKg":100,"shownKg":{{Text(shown)}}}
        """);

    private static string Line(int bag, decimal kg) => $$"""{"lotId":"coop:b{{bag}}","netKg":{{Text(kg)}},"method":"measured"}""";

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private string Envelope(string day) => string.Create(CultureInfo.InvariantCulture,
        $"\"id\":\"22222222-0000-4000-8000-{++_next:D12}\",\"eventTime\":\"{day}T09:00:00+02:00\"");
}
