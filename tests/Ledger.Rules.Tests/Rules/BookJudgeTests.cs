using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Judging;
using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

/// <summary>The judge of whole worlds on told ones, for what simulated worlds hardly ever show; put together here the slow way.</summary>
public sealed class BookJudgeTests
{
    private static readonly Dictionary<string, (Action<World> Told, string Rule)> Worlds = new()
    {
        ["a month beyond its baseline"] = (world =>
        {
            world.Office("01-10").Site().Baseline(kg: 60, capacityKg: 90);
            for (var i = 0; i < 3; i++) world.By("coop", "03-05").Bagged($"coop:{i}", kg: 50);
        }, "R10"),
        ["a site that moved out of an area that is protected no more"] = (world =>
        {
            world.Office("01-10").Site().Protected("PARK", "01-01", (29.9m, -2, 31, 0)).Unprotected("PARK", "04-01");
            world.Office("02-20").Moved(-1, 29.8m);
            world.By("coop", "02-10").Bagged("coop:1", kg: 50);
            world.By("coop", "03-10").Bagged("coop:2", kg: 50);
        }, "R14"),
        ["a surge beside a site that was stopped"] = (world => Quarry.Stopped(world, "03-20", kg: 200), "R21"),
    };

    public static TheoryData<string> Names => [.. Worlds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_finds_what_its_subjects_give_one_by_one(string name)
    {
        var (told, rule) = Worlds[name];
        var world = new World();
        told(world);
        var recorded = Instant.FromUtc(2026, 6, 1, 0, 0);

        var judged = BookJudge.Findings(
            new(world.Papers.Select(paper => new Arrival(paper.Read(), recorded)), world.Register, world.Settings), Recorders.Judged.LongAfter);

        Assert.Contains(judged, finding => finding.Content.Rule == rule);
        Assert.Equal(
            Told(Recorders.Judged.Findings(world.Arrived(), Recorders.Judged.LongAfter)), Told(judged.Select(finding => finding.Content)));
    }

    private static IEnumerable<string> Told(IEnumerable<FindingContent> findings) => findings.Select(finding =>
        System.Text.Json.JsonSerializer.Serialize(finding with { ProvisionalUntil = null })).Order(StringComparer.Ordinal);
}
