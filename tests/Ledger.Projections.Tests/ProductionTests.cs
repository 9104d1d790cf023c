using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>What sites bring out is compared over months, and late records, registers and notices reach the months they speak of.</summary>
public sealed class ProductionTests
{
    [Fact]
    public async Task A_surge_is_found_when_the_month_is_over_and_a_late_bag_of_an_earlier_month_explains_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Enumerable.Range(1, 7).Select(Site));
        await ledger.AppendAsync(Enumerable.Range(1, 7).SelectMany(site => Enumerable.Range(1, 6)
            .Select(month => Bag(site, $"2025-{month + 6:00}", 100)).Append(Bag(site, "2026-01", site == 1 ? 160 : 100))));
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 7));
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.CloseDayAsync(new(2026, 2, 8));
        Assert.Equal(["R10 site-1/month 100 160"], await ActiveAsync(ledger));

        await ledger.AppendAsync([Suspended("suspended", "a1")]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 9));
        Assert.Equal(["R10 site-1/month 100 160", "R21 site-1 100 160"], (await ActiveAsync(ledger)).Order());

        await ledger.RebuildAsync();
        await ledger.AppendAsync(Enumerable.Range(1, 6).Select(month => Bag(1, $"2025-{month + 6:00}", 45, ordinal: 1)));
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 10));
        Assert.Empty(await ActiveAsync(ledger));
    }

    [Fact]
    public async Task A_baseline_that_is_approved_late_judges_the_months_from_its_day_on()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Site(1), Bag(1, "2025-12", 100), Bag(1, "2026-01", 100), Bag(1, "2026-01", 100, ordinal: 1)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 10));
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.AppendAsync([Entered.In(StreamName.Site(new("site-1")), new SiteBaselineApproved(
            Command("baseline"), new("site-1"), new(2026, 1, 1), 10, Mass.FromKg(50), Mass.FromKg(150)))]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 11));
        Assert.Equal(["R10 site-1/baseline 50 200", "R10 site-1/capacity 150 200"], (await ActiveAsync(ledger)).Order());
    }

    private static async Task<IEnumerable<string>> ActiveAsync(LedgerUnderTest ledger) =>
        from finding in await ledger.FindingsAsync()
        where finding is { Status: FindingStatus.Active, Content.Rule: "R10" or "R21" }
        let content = finding.Content
        select string.Create(
            CultureInfo.InvariantCulture, $"{content.Rule} {content.Discriminator} {content.Expected:0.#} {content.Observed:0.#}");

    private static AppendRequest Site(int number)
    {
        var site = string.Create(CultureInfo.InvariantCulture, $"site-{number}");
        return Entered.In(StreamName.Site(new(site)), new SiteRegistered(
            Command(site), new(site), new("Hill", new("RW"), null, null, -1, 30 + (number * 0.01m), [Mineral.Coltan])));
    }

    private static AppendRequest Suspended(string type, string id) => Recorded.By("authority", $$"""
        {"type":"{{type}}","id":"11111111-0000-4000-8000-0000000000{{id}}","eventTime":"2025-12-20T09:00:00+02:00","siteId":"site-2",
         "from":"2025-12-20T09:00:00+02:00","noticedAt":"2025-12-20T09:00:00+02:00"}
        """);

    private static AppendRequest Bag(int site, string month, decimal kg, int ordinal = 0) => Recorded.By("agent", string.Create(
        CultureInfo.InvariantCulture, $$$"""
        {"type":"bagged","id":"{{{Command($"{site} {month} {ordinal}")}}}","eventTime":"{{{month}}}-05T09:00:00+02:00",
         "mineral":"coltan","siteId":"site-{{{site}}}","lotId":"agent:{{{site}}}-{{{month}}}-{{{ordinal}}}",
         "weighing":{"netKg":{{{kg}}},"method":"measured"}}
        """));

    private static CommandId Command(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));
}
