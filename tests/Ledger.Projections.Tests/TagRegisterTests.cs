using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>What the register of tags says reaches the rules, whether it was entered before the bags were tied or after.</summary>
public sealed class TagRegisterTests
{
    private static readonly StreamName Series = StreamName.TagSeries("T");

    [Fact]
    public async Task A_tag_of_another_site_is_found_at_once_with_the_tag_that_was_probably_meant()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Entered.In(
            Series, Issued("0001", "0099"), Assigned("0001", "0049", "s1"), Assigned("0050", "0099", "s2"))]);
        await ledger.AppendAsync([Bag(1, "0011"), Bag(2, "0012"), Bag(3, "0091")]);
        await ledger.CatchUpAsync();
        var finding = Assert.Single(await ledger.FindingsAsync());
        Assert.Equal(("R2", "off-site", FindingStatus.Active), (finding.Content.Rule, finding.Content.Discriminator, finding.Status));
        Assert.Equal(["0001", "0019", "0021", "0031", "0041"], finding.Content.LikelyTags!.Select(tag => tag.Number));
    }

    [Fact]
    public async Task A_range_that_is_entered_later_touches_the_tags_in_it_and_explains_them_when_the_day_closes()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Bag(1, "0011"), Bag(2, "0012"), Bag(3, "0091")]);
        await ledger.CatchUpAsync();
        await ledger.AppendAsync([Entered.In(Series, Issued("0001", "0049"))]);
        await ledger.CatchUpAsync();
        Assert.Empty(await ledger.FindingsAsync());
        await ledger.CloseDayAsync(new(2026, 2, 1));
        Assert.Equal("not-issued", Assert.Single(await ledger.FindingsAsync()).Content.Discriminator);

        await ledger.AppendAsync([Entered.In(Series, Issued("0050", "0099"))]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 2, 2));
        Assert.Equal(FindingStatus.Withdrawn, Assert.Single(await ledger.FindingsAsync()).Status);
    }

    [Fact]
    public async Task Numbers_of_another_form_are_other_numbers()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([Entered.In(Series, Issued("A10", "A50"), Issued("A1Z", "A1Z"), Issued("0010", "0050"))]);
        await ledger.AppendAsync([Bag(1, "A20"), Bag(2, "0020"), Bag(3, "A1Z"), Bag(4, "B20")]);
        await ledger.CatchUpAsync();
        Assert.Equal("tag:T/mine/B20", Assert.Single(await ledger.FindingsAsync()).Content.Subject);
    }

    private static TagsIssued Issued(string from, string to) => new(Command(from), Range(from, to), new(2026, 1, 1));

    private static TagsAssigned Assigned(string from, string to, string site) =>
        new(Command(site), Command(from), new(site), Range(from, to));

    private static TagRange Range(string from, string to) => TagRange.TryCreate("T", TagKind.Mine, from, to)!.Value;

    private static CommandId Command(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));

    private static Ledger.EventStore.AppendRequest Bag(int number, string tag) => Recorded.By("agent", $$$"""
        {"type":"bagged","id":"11111111-0000-4000-8000-00000000003{{{number}}}","eventTime":"2026-01-05T09:00:00+02:00","mineral":"coltan",
         "siteId":"s1","lotId":"agent:c{{{number}}}","holder":"miner","tag":{"series":"T","kind":"mine","number":"{{{tag}}}"},
         "weighing":{"netKg":50,"method":"measured"}}
        """);
}
