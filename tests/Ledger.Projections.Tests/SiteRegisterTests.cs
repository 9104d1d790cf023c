using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>
/// What the register says of a site and what authorities order reach what was bagged there, whatever was recorded first, and are
/// taken back by what explains them.
/// </summary>
public sealed class SiteRegisterTests
{
    private const string Suspended = """
        {"type":"suspended","id":"11111111-0000-4000-8000-0000000000a1","eventTime":"2026-03-01T09:00:00+02:00","area":"north",
         "from":"2026-03-01T09:00:00+02:00","noticedAt":"2026-03-01T09:00:00+02:00"}
        """;

    private const string NeverOccurred = """
        {"type":"corrected","id":"11111111-0000-4000-8000-0000000000a2","eventTime":"2026-03-07T11:00:00+02:00","reason":"did-not-occur",
         "target":"11111111-0000-4000-8000-0000000000a1"}
        """;

    [Fact]
    public async Task A_late_notice_of_a_suspension_touches_the_lots_that_were_bagged_meanwhile_and_its_correction_clears_them()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Bag(1, "2026-02-20"), Bag(2, "2026-03-10"), Bag(3, "2026-04-10"), Bag(4, "2026-03-10", site: "s2")]);
        await ledger.AppendAsync([Site("s1", "north"), Site("s2", "south")]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 1));
        Assert.Empty(await ledger.FindingsAsync());

        await ledger.AppendAsync([Recorded.By("authority", Suspended)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 2));
        var found = await ledger.FindingsAsync();
        Assert.Equal(["site-month:s1/2026-03", "site-month:s1/2026-04"], found.Select(each => each.Content.Subject).Order());
        Assert.All(found, each => Assert.Equal(("R13", FindingTier.Incident), (each.Content.Rule, each.Content.Tier)));

        await ledger.AppendAsync([Recorded.By("authority", NeverOccurred)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 3));
        Assert.All(await ledger.FindingsAsync(), each => Assert.Equal(FindingStatus.Withdrawn, each.Status));
    }

    [Fact]
    public async Task A_site_is_unknown_only_once_there_is_a_register_and_until_it_stands_in_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Bag(1, "2026-03-10")]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 1));
        Assert.Empty(await ledger.FindingsAsync());

        await ledger.AppendAsync([Site("s2", "south")]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 2));
        Assert.Equal("unknown", Assert.Single(await ledger.FindingsAsync()).Content.Discriminator);

        await ledger.AppendAsync([Site("s1", "north")]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 3));
        Assert.Equal(FindingStatus.Withdrawn, Assert.Single(await ledger.FindingsAsync()).Status);
    }

    [Fact]
    public async Task An_allowance_is_used_up_over_the_months_and_a_late_bag_touches_the_months_after_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        var asked = Command("asked");
        await ledger.AppendAsync([Entered.In(
            StreamName.TagSeries("T"), new TagsRequested(asked, asked, new("s1"), new("miner"), TagKind.Mine, 2),
            new TagRequestReviewed(Command("reviewed"), asked, Verdict.Approved, 2, new(2026, 1, 1)))]);
        await ledger.AppendAsync([Bag(1, "2026-02-10"), Bag(2, "2026-03-10")]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 1));
        Assert.Empty(await ledger.FindingsAsync());

        await ledger.AppendAsync([Bag(3, "2026-02-11")]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 2));
        var finding = Assert.Single(await ledger.FindingsAsync());
        Assert.Equal(("R3", "site-month:s1/2026-03", 0m, 1m),
            (finding.Content.Rule, finding.Content.Subject, finding.Content.Expected, finding.Content.Observed));
    }

    [Fact]
    public async Task A_position_stays_sealed_and_only_how_far_it_was_is_told()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Site("s1", "north")]);
        await ledger.AppendAsync([Bag(1, "2026-03-10", place: """ "place":{"lat":-1.1,"lon":30.2,"accuracyM":10,"source":"gps"}, """)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 5, 1));
        var finding = Assert.Single(await ledger.FindingsAsync());
        Assert.Equal(("R29", 25m), (finding.Content.Rule, finding.Content.Observed));
    }

    private static Ledger.EventStore.AppendRequest Site(string site, string area) => Entered.In(
        StreamName.Site(new(site)),
        new SiteRegistered(Command(site), new(site), new("Hill", new("RW"), new(area), null, -1, 30, [Mineral.Coltan])));

    private static CommandId Command(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));

    private static Ledger.EventStore.AppendRequest Bag(int number, string day, string site = "s1", string place = "") => Recorded.By(
        "agent", string.Create(CultureInfo.InvariantCulture, $$$"""
        {"type":"bagged","id":"11111111-0000-4000-8000-00000000004{{{number}}}","eventTime":"{{{day}}}T09:00:00+02:00",{{{place}}}
         "mineral":"coltan","siteId":"{{{site}}}","lotId":"agent:d{{{number}}}",
         "tag":{"series":"T","kind":"mine","number":"000{{{number}}}"}}
        """));
}
