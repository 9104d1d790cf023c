using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>What is found of devices, for an integrity officer alone, and what brings or takes it later.</summary>
public sealed class AgentRuleTests
{
    [Fact]
    public async Task A_device_at_two_sites_too_soon_is_told_once_the_register_knows_where_both_are()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Site(1, -1)]);
        await ledger.AppendAsync([Bag(1, "09:00", 1), Bag(2, "09:10", 1), Bag(3, "09:40", 2), Bag(4, "09:50", 2)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 3, 12));
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.AppendAsync([Site(2, -0.6m)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 3, 13));
        var found = Assert.Single(await ActiveAsync(ledger));
        Assert.Equal(
            ("R20", "device:agency/phone/0", 78m, Audience.Integrity),
            (found.Content.Rule, found.Content.Subject, found.Content.Observed, found.Audience));
    }

    [Fact]
    public async Task Who_corrects_far_more_than_the_other_devices_is_told_when_the_month_is_over_also_after_a_rebuild()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Enumerable.Range(1, 7).SelectMany(device => Enumerable.Range(1, 60).Select(i => Weighing(device, i))));
        await ledger.AppendAsync(Enumerable.Range(1, 7).SelectMany(device =>
            Enumerable.Range(1, device == 1 ? 8 : 1).Select(i => Correction(device, i))));
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 4, 7));
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.RebuildAsync();
        await ledger.CloseDayAsync(new(2026, 4, 8));
        await ledger.AppendAsync([Correction(1, 9)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 4, 9));
        var found = Assert.Single(await ActiveAsync(ledger));
        Assert.Equal(
            ("R27", "agent-month:2026-03", "agency/phone-1", 9m, 2, Audience.Integrity),
            (found.Content.Rule, found.Content.Subject, found.Content.Discriminator, found.Content.Observed, found.Version,
                found.Audience));
    }

    private static async Task<List<FindingView>> ActiveAsync(LedgerUnderTest ledger) => [.. (await ledger.FindingsAsync())
        .Where(finding => finding is { Status: FindingStatus.Active, Content.Rule: "R20" or "R22" or "R27" })];

    private static AppendRequest Site(int number, decimal lat)
    {
        var site = string.Create(CultureInfo.InvariantCulture, $"site-{number}");
        return Entered.In(StreamName.Site(new(site)), new SiteRegistered(
            Command(site), new(site), new("Hill", new("RW"), null, null, lat, 30, [Mineral.Coltan])));
    }

    private static AppendRequest Bag(int number, string at, int site) => Recorded.By("agency", $$"""
        {"type":"bagged","id":"{{Command($"bag {number}")}}","eventTime":"2026-03-10T{{at}}:00+02:00","deviceId":"phone",
         "deviceSeq":{{number}},"mineral":"coltan","siteId":"site-{{site}}","lotId":"agency:{{number}}"}
        """);

    private static AppendRequest Weighing(int device, int number) => Recorded.By("agency", $$"""
        {"type":"weighed","id":"{{Command($"weighing {device} {number}")}}","eventTime":"2026-03-10T09:00:00+02:00",
         "deviceId":"phone-{{device}}","deviceSeq":{{number}},"lotId":"agency:{{device}}-{{number}}","netKg":50,"method":"measured",
         "purpose":"stock"}
        """);

    private static AppendRequest Correction(int device, int number) => Recorded.By("agency", $$"""
        {"type":"corrected","id":"{{Command($"correction {device} {number}")}}","eventTime":"2026-03-11T09:00:00+02:00",
         "deviceId":"phone-{{device}}","deviceSeq":{{60 + number}},"target":"{{Command($"weighing {device} {number}")}}",
         "reason":"did-not-occur"}
        """);

    private static CommandId Command(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));
}
