using FsCheck;
using FsCheck.Fluent;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Findings;

public sealed class PermutationProperties
{
    [Fact]
    public void Whatever_arrives_in_whatever_order_and_however_often_views_and_findings_are_the_same() => ForAnyWorld(
        1000, (world, random) => Assert.Equal(Judged.All(world.Arrived()), Judged.All(world.ArrivedInAnyOrder(random))));

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
        Assert.Equal(RuleBook.Ids.Except(["R21", "R30", "R31", "R8"]), // as many months, tags and lots as there are not, and no grades
            raised.Order(StringComparer.Ordinal));
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
