using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Views;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>Rows of registers grow by one decision at a time; however they are cut into pages, they must be the same.</summary>
public sealed class RegisterRowTests
{
    private static readonly LocalDate March = new(2026, 3, 1);
    private static readonly SiteId Site = new("S-1");
    private static readonly PartyId Party = new("P-1");
    private static readonly StreamName Series = StreamName.TagSeries("RW-1");

    private static readonly IReadOnlyList<AppendRequest> Decisions =
    [
        Recorded.Decided(StreamName.Site(Site), new SiteRegistered(Id(1), Site, Says("Gasovu", "RW"))),
        Recorded.Decided(StreamName.Membership(Party), new MembershipApplied(Id(2), Party, MembershipKind.Full)),
        Recorded.Decided(Series, new TagsIssued(Id(3), Tags(1, 100))),
        Recorded.Decided(Series, new TagsRequested(Id(4), Id(4), Site, Party, TagKind.Mine, 50)),
        Recorded.Decided(StreamName.Party(Party), new PartyRegistered(Id(5), Party, new("RW"), [PartyRole.Miner])),
        Recorded.Decided(StreamName.Site(Site), new SiteStatusDetermined(Id(6), Site, SiteStatus.Yellow, Party, March, March.PlusDays(9))),
        Recorded.Decided(Series, new TagRequestReviewed(Id(7), Id(4), Verdict.Approved, 40)),
        Recorded.Decided(StreamName.Membership(Party), new MembershipReviewed(Id(8), Party, Verdict.Approved)),
        Recorded.Decided(StreamName.Site(Site), new SiteActivityChanged(Id(9), Site, SiteActivity.Active, March)),
        Recorded.Decided(StreamName.Site(Site), new SiteChanged(Id(10), Site, Says("Gasovu north", "BI"))),
        Recorded.Decided(Series, new TagsAssigned(Id(11), Id(4), Site, Tags(1, 20))),
        Recorded.Decided(StreamName.Membership(Party), new MemberSuspended(Id(12), Party, MemberSuspensionGround.FeesUnpaid)),
        Recorded.Decided(Series, new TagsAssigned(Id(13), Id(4), Site, Tags(31, 40))),
        Recorded.Decided(StreamName.Party(Party), new PartyChanged(Id(14), Party, new("BI"), [PartyRole.Trader])),
    ];

    [Fact]
    public async Task Rows_are_the_same_decision_by_decision_in_one_page_and_rebuilt()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        foreach (var decision in Decisions) await ledger.AppendAsync([decision]);
        await ledger.ProjectAsync(pageSize: 1);
        var oneByOne = await Rows.AllAsync(ledger.Source);

        await ledger.RebuildAsync();

        Assert.Equal(oneByOne, await Rows.AllAsync(ledger.Source));
        Assert.Contains(oneByOne, row => row.StartsWith("site ", StringComparison.Ordinal)
            && row.Contains("Gasovu north", StringComparison.Ordinal) && row.Contains("\"status\": \"yellow\"", StringComparison.Ordinal));
        Assert.Contains(oneByOne, row => row.StartsWith("party ", StringComparison.Ordinal)
            && row.Contains("\"country\": \"BI\"", StringComparison.Ordinal) && row.Contains("fees-unpaid", StringComparison.Ordinal));
        Assert.Contains(oneByOne, row => row.StartsWith("tag_request ", StringComparison.Ordinal)
            && row.Contains("\\\"assigned\\\":30", StringComparison.Ordinal)
            && row.Contains("\\\"allowance\\\":40", StringComparison.Ordinal));
        Assert.Equal(3, oneByOne.Count(row => row.StartsWith("tag_range ", StringComparison.Ordinal)));
    }

    private static CommandId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static TagRange Tags(int from, int to) => TagRange.TryCreate("RW-1", TagKind.Mine, $"{from:D7}", $"{to:D7}")!.Value;

    private static SiteDescription Says(string name, string country) =>
        new(name, new(country), null, null, -1.9641m, 30.0619m, [Mineral.Coltan]);
}
