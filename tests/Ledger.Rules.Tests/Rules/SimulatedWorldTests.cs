using System.Text.Json.Nodes;
using Ledger.Domain.Guarded;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Findings;
using Ledger.Rules.Judging;
using Ledger.Rules.Tests.Recorders;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

/// <summary>Worlds whose maker does not know the rules: honest ones first, then what is planted must be found.</summary>
public sealed class SimulatedWorldTests
{
    private static readonly LocalDate Until = new(2026, 6, 30);

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(1, 6).Select(seed => new TheoryDataRow<int>(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_honest_world_flags_no_incident_and_keeps_the_queue_short(int seed)
    {
        var world = Simulation.World.Generate(new((ulong)seed, WorldSize.Small, Until, IsHonest: true));
        var findings = Found(world).FindAll(finding => !IsOfScaleNobodyCalibrates(finding, world));
        Assert.DoesNotContain(findings, finding => finding.Tier == FindingTier.Incident);
        var byRule = string.Join(", ", findings.CountBy(finding => finding.Rule).Select(rule => $"{rule.Key}: {rule.Value}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{world.Postings.Count} records, {findings.Count} findings; {byRule}");
        Assert.True(findings.Count <= world.Postings.Count * 0.02, byRule);
    }

    /// <summary>A year, so that rules on what is usual have something to go by.</summary>
    [Fact]
    public void In_an_honest_year_no_site_or_supplier_surges_and_none_brings_out_what_like_sites_do_not()
    {
        var world = Simulation.World.Generate(new(1, WorldSize.Full, Until, IsHonest: true));
        Assert.Empty(Recorders.Judged.FindingsOf(BookOf(world), Until.PlusDays(30), "mineral-month", "site-areas", "supply-month"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_was_planted_is_found_by_the_rule_it_was_planted_for(int seed)
    {
        var world = Simulation.World.Generate(new((ulong)seed, WorldSize.Small, Until));
        var findings = Found(world);
        Assert.NotEmpty(world.Truth.Frauds);
        Assert.Empty(
            from fraud in world.Truth.Frauds
            from rule in fraud.ExpectedRules
            where !findings.Exists(finding => finding.Rule == rule && IsAbout(fraud, finding))
            select $"{rule} missed {fraud.Kind} at {fraud.Place} on {fraud.Date:R}: {string.Join(" ", fraud.Subjects.Take(2))}");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void The_judge_of_whole_worlds_finds_what_its_subjects_give_one_by_one(int seed, bool isHonest)
    {
        var world = Simulation.World.Generate(new((ulong)seed, WorldSize.Small, Until, isHonest));
        var judged = BookJudge.Findings(
            new(world.Postings.Select(posting => new Arrival(PaperOf(posting).Read(), posting.PostedAt)), Register(world),
                RuleSettings.Default),
            Until);

        Assert.NotEmpty(judged);
        Assert.Equal(Told(Found(world)), Told(judged.Select(finding => finding.Content)));
        Assert.All(judged, finding => Assert.InRange(finding.Day, Until.PlusDays(-100), Until.PlusDays(1)));

        static IEnumerable<string> Told(IEnumerable<FindingContent> findings) => findings.Select(finding => System.Text.Json.JsonSerializer
            .Serialize(finding with { ProvisionalUntil = null })).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(WorldSize.Small)]
    [InlineData(WorldSize.Full)]
    public void The_registers_take_all_that_a_world_enters(WorldSize size)
    {
        var world = Simulation.World.Generate(new(1, size, Until));

        Assert.Equal(world.Registrations.Count, Register(world).Count);
        Assert.Equal(world.Sites.Count, world.Registrations.Count(each => each.Path == "/v1/sites"));
    }

    // One hanging scale in ten never sees a calibrator: that is so, and no false alarm.
    private static bool IsOfScaleNobodyCalibrates(FindingContent finding, Simulation.World world) =>
        finding is { Rule: "R25", Discriminator: "calibration" } && !world.Postings.Select(posting => JsonNode.Parse(posting.Json.Span)!)
            .Any(json => (string)json["type"]! == "scale-calibrated"
                && finding.Subject.Contains((string)json["scaleId"]!, StringComparison.Ordinal));

    private static bool IsAbout(PlantedFraud fraud, FindingContent finding) =>
        fraud.Subjects.Contains(finding.Subject) || finding.Evidence.Ids.Intersect(fraud.CustodyEvents).Any();

    private static List<FindingContent> Found(Simulation.World world) => [.. Recorders.Judged.Findings(BookOf(world), Until)];

    private static Book BookOf(Simulation.World world) => new(world.Postings.Select(PaperOf), Register(world));

    private static Paper PaperOf(Posting posting) =>
        new(posting.PostedBy.Value, JsonNode.Parse(posting.Json.Span)!.AsObject(), ByProgramme: false);

    // As a programme does that begins with the ledger: entered at the end, each entry with the day it was true from.
    private static List<(GuardedLedgerEvent Event, Instant At)> Register(Simulation.World world)
    {
        var clerk = new RegisterClerk();
        return [.. world.Registrations.SelectMany(each => clerk.Decide(each.Path, each.PostedBy, each.Json).Events)
            .Select(entered => (entered, Instant.FromUtc(2026, 7, 1, 0, 0)))];
    }
}
