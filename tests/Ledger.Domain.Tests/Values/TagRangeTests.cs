using FsCheck;
using FsCheck.Fluent;
using Ledger.Domain.Values;

namespace Ledger.Domain.Tests.Values;

public class TagRangeTests
{
    [Theory]
    [InlineData("0000001", "0000100", 100)]
    [InlineData("A001", "A999", 999)]
    [InlineData("A", "A", 1)]
    [InlineData("7", "7", 1)]
    [InlineData("0000100", "0000001", null)]
    [InlineData("001", "0002", null)]
    [InlineData("A01", "B02", null)]
    [InlineData("AB", "AC", null)]
    [InlineData("0000000", "1000000", null)]
    [InlineData("0000001", "1000000", 1_000_000)]
    [InlineData("00000000000000000001", "00000000000000000002", null)]
    public void A_range_counts_up_in_its_trailing_digits(string from, string to, int? count) =>
        Assert.Equal(count, (int?)TagRange.TryCreate("RW-1", TagKind.Mine, from, to)?.Count);

    [Fact]
    public void A_range_contains_its_tags_and_no_others()
    {
        var range = Range(95, 105);
        var tags = range.Tags().ToList();

        Assert.Equal(range.Count, tags.Count);
        Assert.Equal("A095", tags[0].Number);
        Assert.Equal("A105", tags[^1].Number);
        Assert.All(tags, tag => Assert.True(range.Contains(tag)));
        Assert.All(["A094", "A106", "B100", "A1", "0100", "AA00"],
            number => Assert.False(range.Contains(new TagId("RW-1", TagKind.Mine, number))));
        Assert.False(range.Contains(new TagId("RW-2", TagKind.Mine, "A100")));
        Assert.False(range.Contains(new TagId("RW-1", TagKind.Tailings, "A100")));
    }

    [Fact]
    public void Ranges_overlap_where_they_share_a_tag() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from one in Ranges from other in Ranges select (one, other)).ToArbitrary(),
        pair => pair.one.Overlaps(pair.other) == pair.one.Tags().Intersect(pair.other.Tags()).Any()
            && pair.one.Contains(pair.other) == !pair.other.Tags().Except(pair.one.Tags()).Any()
            && pair.one.CountOf(pair.other) == pair.one.Tags().Intersect(pair.other.Tags()).Count()));

    private static Gen<TagRange> Ranges =>
        from start in Gen.Choose(0, 30) from length in Gen.Choose(0, 15) select Range(start, start + length);

    private static TagRange Range(int from, int to) =>
        TagRange.TryCreate("RW-1", TagKind.Mine, $"A{from:D3}", $"A{to:D3}")!.Value;
}
