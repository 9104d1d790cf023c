using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Rules.Views;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Projections.Tests;

/// <summary>What a party's receipts teach of scales, by rows of an index: late records and corrections reach what came after
/// them.</summary>
public sealed class ReceiptHistoryTests
{
    private const int Bags = 10;
    private static readonly LocalDate First = new(2026, 1, 5);

    [Fact]
    public async Task A_shipment_is_held_against_those_before_it_when_they_come_late_too()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, [.. Calibrated, .. Delivery(8, 50.6m)]);
        await ledger.CloseDayAsync(new(2026, 4, 1));
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.RebuildAsync();
        await RecordAsync(ledger, [.. Enumerable.Range(0, 8).SelectMany(week => Delivery(week, 50))]);
        Assert.Empty(await ActiveAsync(ledger));
        await ledger.CloseDayAsync(new(2026, 4, 2));
        Assert.Equal([$"shipment-history:{Id("receipt 8")} Incident 500 506"], await ActiveAsync(ledger));
    }

    [Fact]
    public async Task A_correction_of_the_receipt_withdraws_it_and_rows_are_the_same_when_made_anew()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, [
            .. Calibrated, .. Enumerable.Range(0, 8).SelectMany(week => Delivery(week, 50)), .. Delivery(8, 50.6m)]);
        await ledger.CloseDayAsync(new(2026, 4, 1));
        Assert.Single(await ActiveAsync(ledger));

        await RecordAsync(ledger, Recorded.By("trader", $$"""
            {"type":"corrected","id":"{{Id("correction")}}","eventTime":"2026-04-01T09:00:00+02:00","target":"{{Id("receipt 8")}}",
             "reason":"incorrect-data","replacement":{{Receipt(8, 50, 0, "receipt again")}}}
            """));
        await ledger.CloseDayAsync(new(2026, 4, 2));
        Assert.Empty(await ActiveAsync(ledger));

        var rows = await Rows.AllAsync(ledger.Source);
        Assert.Equal(9 * Bags, rows.Count(row => row.StartsWith("weighed_twice ", StringComparison.Ordinal)));
        await ledger.RebuildAsync();
        Assert.Equal(rows.Where(IsOfIt), (await Rows.AllAsync(ledger.Source)).Where(IsOfIt));

        static bool IsOfIt(string row) => row.StartsWith("weighed_twice ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_calibration_that_comes_late_has_the_receipts_on_that_scale_looked_at_again()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, [
            .. Calibrated, .. Enumerable.Range(0, 8).SelectMany(week => Delivery(week, 50)), .. Delivery(8, 50.6m)]);
        await ledger.CloseDayAsync(new(2026, 4, 1));
        Assert.Single(await ActiveAsync(ledger));

        await RecordAsync(ledger, Calibration("trader-scale", "2026-02-28"));
        await ledger.CloseDayAsync(new(2026, 4, 2));
        Assert.Empty(await ActiveAsync(ledger));
    }

    // Both scales are named: one that nobody names may have been calibrated on any day.
    private static IEnumerable<AppendRequest> Calibrated =>
        [Calibration("coop-scale", "2026-01-02"), Calibration("trader-scale", "2026-01-02")];

    private static AppendRequest Calibration(string scale, string day) => Recorded.By("office", $$"""
        {"type":"scale-calibrated","id":"{{Id($"calibration {scale} {day}")}}","eventTime":"{{day}}T09:00:00+02:00",
         "scaleId":"{{scale}}","result":"passed"}
        """);

    private static async Task RecordAsync(LedgerUnderTest ledger, params AppendRequest[] requests)
    {
        await ledger.AppendAsync(requests);
        await ledger.CatchUpAsync();
    }

    private static async Task<IEnumerable<string>> ActiveAsync(LedgerUnderTest ledger) =>
        from finding in await ledger.FindingsAsync()
        where finding.Status == FindingStatus.Active && finding.Content.Subject == "receipt-history:trader/2026"
            && finding.Content.Tier == FindingTier.Incident
        let content = finding.Content
        select string.Create(
            CultureInfo.InvariantCulture, $"{content.Discriminator} {content.Tier} {content.Expected:0} {content.Observed:0}");

    // Ten bags that the coop weighed the day before.
    private static IEnumerable<AppendRequest> Delivery(int week, decimal kg, int day = 0)
    {
        for (var bag = 0; bag < Bags; bag++)
            yield return Recorded.By("coop", $$"""
                {"type":"bagged","id":"{{Id($"bag {week} {day} {bag}")}}","eventTime":"{{Day(week, day - 1)}}T09:00:00+02:00",
                 "mineral":"coltan","siteId":"s1","lotId":"coop:{{week}}-{{day}}-{{bag}}","holder":"coop",
                 "weighing":{"netKg":50,"method":"measured","scaleId":"coop-scale"} }
                """);
        yield return Recorded.By("trader", Receipt(week, kg, day, $"receipt {week}{(day == 0 ? "" : $" {day}")}"));
    }

    private static string Receipt(int week, decimal kg, int day, string name)
    {
        var shown = kg.ToString(CultureInfo.InvariantCulture);
        var lots = Enumerable.Range(0, Bags)
            .Select(bag => $$"""{"lotId":"coop:{{week}}-{{day}}-{{bag}}","netKg":{{shown}},"method":"measured"}""");
        return $$"""
            {"type":"received","id":"{{Id(name)}}","eventTime":"{{Day(week, day)}}T09:00:00+02:00","basis":"sale","from":"coop",
             "scaleId":"trader-scale","lots":[{{string.Join(',', lots)}}]}
            """;
    }

    private static string Day(int week, int day) => LocalDatePattern.Iso.Format(First.PlusWeeks(week).PlusDays(day));

    private static Guid Id(string name) => Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name));
}
