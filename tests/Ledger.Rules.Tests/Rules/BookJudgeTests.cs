using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Judging;
using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

/// <summary>The judge of whole worlds on told ones, for what simulated worlds hardly ever show; put together here the slow way.</summary>
public sealed class BookJudgeTests
{
    private static readonly Instant Recorded = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly LocalDate AsOf = new(2026, 7, 15);

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
        ["a delivery that only the smelter's stream tells"] = (world => SmelterDiffersTests.Ship(world, kg: 1_700), "R24"),
        ["a supplier's surge"] = (world => Suppliers.Years(world, "03-10", kg: 1_800), "R9"),
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

        var judged = Judge(world, AsOf);

        Assert.Contains(judged, finding => finding.Content.Rule == rule);
        Assert.Equal(Told(Recorders.Judged.Findings(world.Arrived(), AsOf)), Told(judged.Select(finding => finding.Content)));
    }

    [Fact]
    public void An_incident_stays_open_in_it_from_the_day_all_it_rests_on_was_known()
    {
        var world = new World();
        Worlds["a month beyond its baseline"].Told(world);
        var incidents = Judge(world, AsOf).Where(finding => finding.IsIncident).ToList();

        Assert.DoesNotContain(Judge(world, new(2026, 12, 1)), finding => finding.Content.Rule == "R26");
        var open = Judge(world, new(2026, 12, 2)).Where(finding => finding.Content.Rule == "R26").ToList();

        Assert.Equal(incidents.Select(finding => IncidentFacts.SubjectOf(Finding.IdOf(finding.Content))),
            open.Select(finding => finding.Content.Subject));
        Assert.All(open, finding => Assert.Equal(new LocalDate(2026, 12, 2), finding.Day));
    }

    private static IReadOnlyList<Ledger.Rules.Judging.Judged> Judge(World world, LocalDate asOf) => BookJudge.Findings(
        new(world.Papers.Select(paper => new Arrival(paper.Read(), Recorded)), world.Register, world.Settings), asOf);

    private static IEnumerable<string> Told(IEnumerable<FindingContent> findings) => findings.Select(finding =>
        System.Text.Json.JsonSerializer.Serialize(finding with { ProvisionalUntil = null })).Order(StringComparer.Ordinal);
}
