using Ledger.Domain.Guarded;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Views;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>The demo's world, as it would have come in day by day, with every day closed.</summary>
public sealed class SmallWorldTests
{
    private static readonly LocalDate Until = new(2026, 6, 30);

    [Fact]
    public async Task Day_by_day_every_planted_fraud_is_found_and_findings_stay_few_among_the_records()
    {
        var world = World.Generate(new(1, WorldSize.Small, Until));
        await using var ledger = await LedgerUnderTest.StartAsync();
        var clerk = new RegisterClerk();
        await ledger.AppendAsync(world.Registrations.Select(each => clerk.Decide(each.Path, each.PostedBy, each.Json))
            .SelectMany(decided => decided.Events.Select(entered => Recorded.Decided(decided.Stream, entered))));
        foreach (var day in world.Postings.GroupBy(posting => posting.PostedAt.InUtc().Date).OrderBy(day => day.Key))
        {
            await ledger.AppendAsync(day.Select(Recorded.Of));
            await ledger.CatchUpAsync();
            await ledger.CloseDayAsync(day.Key);
        }

        await ledger.CloseDayAsync(Until.PlusDays(45));
        var findings = await ledger.FindingsAsync();
        Assert.Empty(
            from fraud in world.Truth.Frauds
            from rule in fraud.ExpectedRules
            where !findings.Any(finding =>
                finding.Status == FindingStatus.Active && finding.Content.Rule == rule && IsAbout(fraud, finding.Content))
            select $"{rule} missed {fraud.Kind} at {fraud.Place}");

        var written = findings.Sum(finding => finding.Version); // raised, amended, withdrawn, restored
        var byRule = string.Join(", ", findings.CountBy(finding => finding.Content.Rule).Select(rule => $"{rule.Key}: {rule.Value}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{world.Postings.Count} records, {written} finding events; {byRule}");
        Assert.True(written <= world.Postings.Count * 0.1, $"{written} of {world.Postings.Count}: {byRule}");
    }

    private static bool IsAbout(PlantedFraud fraud, FindingContent finding) =>
        fraud.Subjects.Contains(finding.Subject) || finding.Evidence.Ids.Intersect(fraud.CustodyEvents).Any();
}
