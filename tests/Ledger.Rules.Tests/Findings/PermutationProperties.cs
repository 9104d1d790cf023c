using FsCheck;
using FsCheck.Fluent;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Tests.Rules;

namespace Ledger.Rules.Tests.Findings;

public sealed class PermutationProperties
{
    [Fact]
    public void Whatever_arrives_in_whatever_order_and_however_often_views_and_findings_are_the_same() =>
        ForAnyWorld(1000, SaysTheSameInAnyOrder);

    [Fact]
    public void A_world_that_takes_long_to_arrive_says_the_same_too() =>
        SaysTheSameInAnyOrder(AnyWorld.Of(new(689413340)), new(689413341));

    private static void SaysTheSameInAnyOrder(World world, Random random) =>
        Assert.Equal(Judged.All(world.Arrived()), Judged.All(world.ArrivedInAnyOrder(random)));

    [Fact]
    public void No_two_findings_have_one_id_and_every_one_has_evidence() => ForAnyWorld(300, (world, _) =>
    {
        var findings = Judged.Findings(world.Arrived()).ToList();
        Assert.Equal(findings.Count, findings.Select(Finding.IdOf).Distinct().Count());
        Assert.All(findings, finding => Assert.True(finding.Evidence.Count > 0 && finding.Parties.Count > 0));
        Assert.All(findings, finding => Assert.Equal(finding.Parties.Distinct(), finding.Parties));
    });

    [Fact]
    public void Any_part_of_what_was_recorded_can_be_judged() => ForAnyWorld(50, (world, _) =>
    {
        for (var count = 0; count <= world.Papers.Count; count++) Judged.All(new Book(world.Papers.Take(count)));
    });

    [Fact]
    public void The_worlds_these_tests_make_do_raise_every_rule_they_can()
    {
        var raised = new HashSet<string>();
        for (var seed = 0; seed < 300; seed++)
            raised.UnionWith(Judged.Findings(AnyWorld.Of(new Random(seed)).Arrived()).Select(finding => finding.Rule));
        // They take as many months, tags, lots, devices and readings as there are not, grades, a smelter, or an incident's own stream.
        string[] notHere = ["R20", "R21", "R22", "R24", "R26", "R27", "R30", "R31", "R8", "R9"];
        Assert.Equal(RuleBook.Ids.Except(notHere), raised.Order(StringComparer.Ordinal));
    }

    private static readonly Dictionary<string, Action<World>> Larger = new()
    {
        ["R5"] = world => ReceiptsOverTimeTests.Weeks(world, 8, last: 1.02m),
        ["R7"] = world => world.Papers.AddRange(HolderLostTests.Diverted(8).Papers),
        ["R9"] = world => Suppliers.Years(world, "03-10", kg: 1_800),
        ["R20"] = world => TwoSitesTooFastTests.Record(world, ("09:00", 1), ("09:10", 1), ("09:40", 2), ("09:50", 2)),
        ["R22"] = world => DigitsNotByChanceTests.Weigh(world, 120, DigitsNotByChanceTests.Round),
        ["R24"] = world => SmelterDiffersTests.Ship(world, kg: 2_200, tin: 56, umpire: 55.8m, smelted: 2_198),
        ["R27"] = world => CorrectsFarMoreTests.Month(world, corrections: 9),
    };

    public static TheoryData<string> LargerWorlds => [.. Larger.Keys];

    [Theory]
    [MemberData(nameof(LargerWorlds))]
    public void Larger_worlds_too_say_the_same_in_whatever_order_they_arrive(string rule)
    {
        var world = new World();
        Larger[rule](world);
        var said = Judged.All(world.Arrived());
        Assert.Contains(Judged.Findings(world.Arrived()), finding => finding.Rule == rule);
        Assert.All(Enumerable.Range(0, 5), seed => Assert.Equal(said, Judged.All(world.ArrivedInAnyOrder(new Random(seed)))));
    }

    [Fact]
    public void Every_rule_stands_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Ledger.Testing.Repository.Root, "docs", "rules.md"));
        Assert.DoesNotContain(RuleBook.Ids, rule => !page.Contains($"| {rule} ", StringComparison.Ordinal));
    }

    private static void ForAnyWorld(int times, Action<World, Random> holds) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(AnyWorld.Of(new Random(seed)), new Random(seed + 1)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(times));
}
