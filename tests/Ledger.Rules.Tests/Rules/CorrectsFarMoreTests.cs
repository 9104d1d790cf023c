using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class CorrectsFarMoreTests
{
    public static readonly Cases Corrections = new("R27")
    {
        { "as many as on the others", world => Month(world, corrections: 2) },
        { "one slip after another on a bad day", world => Month(world, corrections: 5) },
        { "many, with too few others to compare", world => Month(world, corrections: 20, devices: 5) },
        { "many, of few records", world => Month(world, corrections: 20, records: 20) },
        { "many, and twice as many records", world => Month(world, corrections: 7, records: 200) },
        { "the others differ as much among themselves", world => Month(world, corrections: 11, others: i => i % 2 * 8) },
        { "far more than on the others", world => Month(world, corrections: 9),
            $"integrity agent-month:2026-03 agency/phone-1 2.2 9 ±4.5 corrections corrects-for-others by agency on {Papers(61, 9)}" },
    };

    [Theory]
    [MemberData(nameof(Corrections))]
    public void A_device_is_compared_with_the_others_of_the_month(string why) => Corrections.Check(why);

    [Fact]
    public void It_is_for_an_integrity_officer_alone_and_told_when_the_month_is_over()
    {
        var world = new World();
        Month(world, corrections: 9);
        Assert.Empty(Judged.FindingsOf(world.Arrived(), new(2026, 4, 7), "agent-month"));
        var finding = Assert.Single(Judged.FindingsOf(world.Arrived(), new(2026, 4, 8), "agent-month"));
        Assert.Equal((FindingTier.Integrity, Audience.Integrity), (finding.Tier, Audiences.Of(finding)));
    }

    /// <summary>Eight phones; on each of the others 60 records and one or two corrections.</summary>
    internal static void Month(
        World world, int corrections, int records = 60, int devices = 8, Func<int, int>? others = null, string day = "03-10")
    {
        for (var device = 1; device <= devices; device++)
        {
            var phone = $"phone-{device}";
            var first = world.Papers.Count;
            for (var i = 0; i < (device == 1 ? records : 60); i++)
                world.By("agency", "03-05").OnDevice(phone, i + 1).Weighed($"agency:{device}-{i}", 50);
            for (var i = 0; i < (device == 1 ? corrections : others?.Invoke(device) ?? 2); i++)
                world.By("agency", day).OnDevice(phone, 1_000 + i).Corrected(world.Papers[first + i].Id);
        }
    }

    private static string Papers(int from, int count) => string.Join(' ', Enumerable.Range(from - 1, count).Select(i => $"#{i}"));
}
