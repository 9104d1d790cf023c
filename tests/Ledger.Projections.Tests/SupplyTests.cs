using System.Globalization;
using Ledger.Domain;
using Ledger.EventStore;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>What suppliers deliver is compared over months, and late records and corrections reach the months they speak of.</summary>
public sealed class SupplyTests
{
    [Fact]
    public async Task A_surge_is_found_when_the_month_is_over_and_late_receipts_of_earlier_months_explain_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Enumerable.Range(1, 7).SelectMany(supplier => Enumerable.Range(1, 6)
            .SelectMany(month => Delivery(supplier, $"2025-{month + 6:00}", 600))
            .Concat(Delivery(supplier, "2026-01", supplier == 1 ? 1_800 : 600))));
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 7));
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.CloseDayAsync(new(2026, 2, 8));
        Assert.Equal(["coop-1 600 1800"], await ActiveAsync(ledger));

        await ledger.RebuildAsync();
        await ledger.AppendAsync(Enumerable.Range(1, 6).SelectMany(month => Delivery(1, $"2025-{month + 6:00}", 900, ordinal: 1)));
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 9));
        Assert.Empty(await ActiveAsync(ledger));
    }

    [Fact]
    public async Task A_lot_whose_mineral_becomes_known_late_counts_from_then_on()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        var large = Delivery(1, "2026-01", 1_800).ToList();
        await ledger.AppendAsync(Enumerable.Range(1, 7).SelectMany(supplier => Enumerable.Range(1, 6)
            .SelectMany(month => Delivery(supplier, $"2025-{month + 6:00}", 600))
            .Concat(supplier == 1 ? [large[1]] : Delivery(supplier, "2026-01", 600))));
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 8));
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.AppendAsync([large[0]]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 9));
        Assert.Equal(["coop-1 600 1800"], await ActiveAsync(ledger));
    }

    private static async Task<IEnumerable<string>> ActiveAsync(LedgerUnderTest ledger) =>
        from finding in await ledger.FindingsAsync()
        where finding is { Status: FindingStatus.Active, Content.Rule: "R9" }
        let content = finding.Content
        select string.Create(CultureInfo.InvariantCulture, $"{content.Discriminator} {content.Expected:0.#} {content.Observed:0.#}");

    // What was bagged, and its receipt.
    private static IEnumerable<AppendRequest> Delivery(int supplier, string month, decimal kg, int ordinal = 0)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{supplier}-{month}-{ordinal}");
        yield return Recorded.By("agent", $$"""
            {"type":"bagged","id":"{{Id("bag " + name)}}","eventTime":"{{month}}-05T09:00:00+02:00",
             "mineral":"coltan","siteId":"s1","lotId":"agent:{{name}}","packaging":"big-bag"}
            """);
        yield return Recorded.By("trader", string.Create(CultureInfo.InvariantCulture, $$"""
            {"type":"received","id":"{{Id("receipt " + name)}}","eventTime":"{{month}}-06T09:00:00+02:00","basis":"deposit",
             "from":"coop-{{supplier}}","lots":[{"lotId":"agent:{{name}}","netKg":{{kg}},"method":"measured"}]}
            """));
    }

    private static Guid Id(string name) => Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name));
}
