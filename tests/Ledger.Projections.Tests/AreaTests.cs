using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>What is protected, and where sites lie, reaches what was bagged there, whatever was entered first.</summary>
public sealed class AreaTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task An_area_is_looked_at_with_the_sites_around_it_whatever_came_first_and_page_by_page(int pageSize)
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Site("inside", 29.2m), Site("near", 29.35m), Site("far", 29.8m)]);
        await ledger.AppendAsync([Bag(1, "inside", "2026-03-10"), Bag(2, "near", "2026-03-11"), Bag(3, "far", "2026-03-12")]);
        await JudgedAsync(ledger, 1, pageSize);
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.AppendAsync([Protected(1, "2026-01-01", 29.1m, 29.3m)]);
        await JudgedAsync(ledger, 2, pageSize);
        Assert.Equal(["incident site-areas:inside 0", "review site-areas:near 5.6"], await ActiveAsync(ledger));

        await ledger.AppendAsync([Bag(4, "inside", "2026-04-10"), Protected(2, "2026-01-01", 29.5m, 29.7m)]); // drawn again
        await JudgedAsync(ledger, 3, pageSize);
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.AppendAsync([Bag(5, "inside", "2026-05-10"), Protected(3, "2026-05-01", 29.1m, 29.3m)]);
        await JudgedAsync(ledger, 4, pageSize);
        Assert.Equal(["incident site-areas:inside 0"], await ActiveAsync(ledger));

        await ledger.AppendAsync([Entered.In(
            StreamName.Area(new("PARK")), new AreaProtectionEnded(Command("end"), new("PARK"), new(2026, 5, 10)))]);
        await JudgedAsync(ledger, 5, pageSize);
        Assert.Empty(await ActiveAsync(ledger));
    }

    [Fact]
    public async Task A_site_that_is_entered_late_or_moves_is_looked_at_again_and_a_rebuild_keeps_all()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Protected(1, "2026-01-01", 29.1m, 29.3m), Bag(1, "s", "2026-03-10")]);
        await JudgedAsync(ledger, 1);
        Assert.Empty(await ActiveAsync(ledger));

        await ledger.AppendAsync([Site("s", 29.2m)]);
        await JudgedAsync(ledger, 2);
        Assert.Equal(["incident site-areas:s 0"], await ActiveAsync(ledger));

        await ledger.RebuildAsync();
        await ledger.AppendAsync([Entered.In(StreamName.Site(new("s")), new SiteChanged(Command("moved"), new("s"), At(35)))]);
        await JudgedAsync(ledger, 3);
        Assert.Equal(["incident site-areas:s 0"], await ActiveAsync(ledger)); // what was bagged there was bagged there
    }

    private static async Task JudgedAsync(LedgerUnderTest ledger, int day, int pageSize = 500)
    {
        await ledger.CatchUpAsync(pageSize);
        await ledger.CloseDayAsync(new LocalDate(2026, 6, 1).PlusDays(day));
    }

    private static async Task<IEnumerable<string>> ActiveAsync(LedgerUnderTest ledger) =>
        from finding in await ledger.FindingsAsync()
        where finding is { Status: FindingStatus.Active, Content.Rule: "R14" }
        orderby finding.Content.Subject
        let tier = finding.Content.Tier == FindingTier.Incident ? "incident" : "review"
        select string.Create(CultureInfo.InvariantCulture, $"{tier} {finding.Content.Subject} {finding.Content.Observed:0.#}");

    private static AppendRequest Protected(int number, string from, decimal west, decimal east)
    {
        var id = Command($"protect {number}");
        var (area, day) = (new AreaId("PARK"), NodaTime.Text.LocalDatePattern.Iso.Parse(from).Value);
        return Entered.In(
            StreamName.Area(area), new AreaProtected(id, area, "Demo forest", day, new(west, -3, east, -1), 5),
            new AreaOutlined(id, area, 0, 0, [west, -3, east, -3, east, -1]), new AreaOutlined(id, area, 0, 0, [west, -1, west, -3]));
    }

    private static AppendRequest Site(string site, decimal lon) =>
        Entered.In(StreamName.Site(new(site)), new SiteRegistered(Command(site), new(site), At(lon)));

    private static SiteDescription At(decimal lon) => new("Hill", new("RW"), null, null, -2, lon, [Mineral.Coltan]);

    private static CommandId Command(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));

    private static AppendRequest Bag(int number, string site, string day) => Recorded.By("agent", string.Create(
        CultureInfo.InvariantCulture, $$$"""
        {"type":"bagged","id":"11111111-0000-4000-8000-00000000005{{{number}}}","eventTime":"{{{day}}}T09:00:00+02:00",
         "mineral":"coltan","siteId":"{{{site}}}","lotId":"agent:a{{{number}}}"}
        """));
}
