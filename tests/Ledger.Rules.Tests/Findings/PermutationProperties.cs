using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Findings;

public sealed partial class PermutationProperties
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
        // As many months and tags as there are not in these worlds, and grades nobody states.
        Assert.Equal(RuleBook.Ids.Except(["R21", "R30", "R8"]),
            raised.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_and_every_innocent_explanation_stands_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Ledger.Testing.Repository.Root, "docs", "rules.md"));
        var sources = Directory.EnumerateFiles(Path.Combine(Ledger.Testing.Repository.Root, "src", "Ledger.Rules", "Rules"), "*.cs");
        var codes = sources.SelectMany(file => ExplanationCode().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value).ToHashSet();
        Assert.True(codes.Count > 12, string.Join(' ', codes));
        Assert.DoesNotContain(codes, code => !page.Contains($"`{code}`", StringComparison.Ordinal));
        Assert.DoesNotContain(RuleBook.Ids, rule => !page.Contains($"| {rule} ", StringComparison.Ordinal));
    }

    // All codes of explanations have a hyphen, and so do discriminators, which are told apart by what they are not.
    [GeneratedRegex("\"((?!not-|over-|two-runs|after-|too-|before-|off-|no-|left-)[a-z]+(?:-[a-z]+)+)\"")]
    private static partial Regex ExplanationCode();

    private static void ForAnyWorld(int times, Action<World, Random> holds) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(AnyWorld.Of(new Random(seed)), new Random(seed + 1)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(times));
}
