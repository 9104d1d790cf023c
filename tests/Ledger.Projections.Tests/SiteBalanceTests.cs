using System.Diagnostics;
using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>What lies at sites, as the database adds it up and as the facts do.</summary>
public sealed class SiteBalanceTests
{
    private static readonly SiteId Site = new("site-1");
    private static readonly YearMonth First = new(2026, 1), Last = new(2026, 12);

    [Fact]
    public async Task The_database_adds_up_what_the_facts_add_up_and_thousands_of_bags_are_told_at_once()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Entered.In(StreamName.Site(Site), new SiteRegistered(
            Command("site"), Site, new("Hill", new("RW"), null, null, -1, 30, [Mineral.Cassiterite])))]);
        await ledger.AppendAsync([Scale()]);
        foreach (var part in Enumerable.Range(0, 2_000).SelectMany(Bag).Chunk(500)) await ledger.AppendAsync(part);
        await ledger.ProjectAsync(2_000);
        var reader = new SiteBalanceReader(ledger.Source, ledger.Loader, Minerals(ledger));
        await reader.StockAsync([Site], RuleSettings.Default, Last, Cancellation); // the first look prepares its reads

        var clock = Stopwatch.StartNew();
        var stock = await reader.StockAsync([Site], RuleSettings.Default, Last, Cancellation);
        var expected = await reader.ExpectedAsync([Mineral.Cassiterite], Last, Cancellation);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5_000); // a busy machine; a read for each bag takes longer

        var lots = await ledger.Loader.LotsAsync(
            [.. Enumerable.Range(0, 2_000).Select(bag => new LotId($"coop:{bag}"))], Horizon.Now, Cancellation);
        var sums = await reader.SumsAsync([Site], new(2026, 4), Last, Cancellation);
        Assert.Equal(
            Said(SiteSum.Of(lots.Values.SelectMany(SiteFlow.Of), new(2026, 4), Last)), Said(sums));
        var march = Assert.Single(stock, month => month.Month == new YearMonth(2026, 3));
        Assert.Equal(
            expected.Single(month => month.MineralMonth.Month == march.Month).OfTheMonth.Single().Kg.Grams, march.Bagged.Grams);
        Assert.Equal(12, expected.Count);
        Assert.True(march.Closing.Mass.Sigma > 0);
        Assert.Equal(stock[^1].Closing.Bags, stock.Sum(month => month.Bagged.Bags - month.Taken.Bags));
    }

    private static MineralMonthLoader Minerals(LedgerUnderTest ledger)
    {
        var facts = new FactReader(ledger.Source);
        return new(ledger.Source, facts, new(ledger.Source), new(ledger.Source));
    }

    private static IEnumerable<string> Said(IEnumerable<SiteSum> sums) => sums.Select(sum => string.Create(
        CultureInfo.InvariantCulture,
        $"{sum.Month} {sum.Move} {sum.IsMeasured} {sum.ReadOn} {sum.ReadBy} {sum.ReadAt} {sum.Bags} {sum.Readings} {sum.Moved} {sum.Grams}"
        + $" {sum.Squares:0.000} {sum.MovedSquares:0.000}")).Order(StringComparer.Ordinal);

    // Bagged and weighed on one scale or none, weighed again there or not, taken away or not.
    private static IEnumerable<AppendRequest> Bag(int bag)
    {
        var (month, day) = (1 + (bag % 6), 1 + (bag % 27));
        var kg = 40 + (bag % 20);
        yield return Post("coop", $"{bag} bagged", $"2026-{month:00}-{day:00}T08:00", $$"""
            "type":"bagged","mineral":"cassiterite","siteId":"site-1","lotId":"coop:{{bag}}","holder":"coop",
            "weighing":{"netKg":{{kg}},"method":"{{(bag % 7 == 0 ? "estimated" : "measured")}}"}
            """);
        if (bag % 3 == 0)
            yield return Post("coop", $"{bag} weighed", $"2026-{month:00}-{day:00}T09:00", $$"""
                "type":"weighed","lotId":"coop:{{bag}}","netKg":{{kg - 0.4m}},"method":"measured","purpose":"stock","scaleId":"spring"
                """);
        if (bag % 5 != 0)
            yield return Post("trader", $"{bag} received", $"2026-{month + 1:00}-{day:00}T08:00", $$"""
                "type":"received","from":"coop","basis":"sale","lots":[{"lotId":"coop:{{bag}}","netKg":{{kg - 1}},"method":"measured"}]
                """);
    }

    private static AppendRequest Scale() => Post("coop", "scale", "2026-01-01T07:00",
        """ "type":"scale-registered","scaleId":"spring","class":"medium","divisionKg":0.5 """);

    private static AppendRequest Post(string party, string name, string time, FormattableString members) =>
        Post(party, name, time, members.ToString(CultureInfo.InvariantCulture));

    private static AppendRequest Post(string party, string name, string time, string members) =>
        Recorded.By(party, $$"""{"id":"{{Command(name)}}","eventTime":"{{time}}:00+02:00",{{members}}}""");

    private static CommandId Command(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
