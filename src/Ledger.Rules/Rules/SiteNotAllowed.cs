using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R13: bagged at a site that was red or suspended, from 72 hours after those concerned could know; at a yellow one past its
/// cure date; at one the register does not know, where there is a register of sites. What was counted by then is exempt.
/// </summary>
public static class SiteNotAllowed
{
    public static readonly Rule<SiteMonthFacts> Rule =
        new("R13", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(SiteMonthFacts month, RuleSettings settings)
    {
        if (month.Register is { RegisterExists: true, IsKnown: false })
            foreach (var found in Found("unknown", month, [.. month.Baggings.Select(each => each.Fact)],
                FindingTier.Review, "site-not-registered-yet", settings)) yield return found;

        var red = month.Baggings.Where(each => StatusOf(each.Fact, month) is { Status.Status: SiteStatus.Red } found
            && found.At + settings.At(each.Fact).SuspensionNotice is var binds && each.Fact.Interval.Start >= binds
            && !IsExempt(each.Bagged.Lot, month, binds));
        foreach (var found in Found("red", month, [.. red.Select(each => each.Fact)],
            FindingTier.Incident, "wrong-date-on-sheet", settings)) yield return found;

        var yellow = month.Baggings.Where(each =>
            StatusOf(each.Fact, month) is { Status: { Status: SiteStatus.Yellow, CureBy: { } cureBy } }
            && each.Fact.Event.When.EventTime.Date > cureBy);
        foreach (var found in Found("yellow", month, [.. yellow.Select(each => each.Fact)],
            FindingTier.Review, "cure-recorded-late", settings)) yield return found;

        foreach (var reports in month.Suspensions.GroupBy(fact => fact.Stream).OrderBy(group => group.Key.Value, StringComparer.Ordinal))
            foreach (var found in Suspended(month, [.. reports], settings)) yield return found;
    }

    /// <summary>The lots of which more must be known: whether they were counted when a suspension was noticed.</summary>
    public static IReadOnlyList<LotId> Suspects(SiteMonthFacts month) =>
        month.Suspensions.Count == 0 && month.Register.Statuses.All(each => each.Status.Status != SiteStatus.Red) ? []
            : [.. month.Baggings.Select(each => each.Bagged.Lot).Distinct()];

    private static IEnumerable<FindingContent> Suspended(
        SiteMonthFacts month, IReadOnlyList<Fact> reports, RuleSettings settings)
    {
        var stopped = month.Baggings
            .Select(each => (each.Fact, each.Bagged, By: InForce(each.Fact, each.Bagged, reports, settings.At(each.Fact))))
            .Where(each => each.By is { } by && !IsExempt(each.Bagged.Lot, month, BindsFrom(by, settings.At(each.Fact)))).ToList();
        return Found(reports[0].Stream.Value, month, [.. stopped.Select(each => each.Fact), .. stopped.Select(each => each.By!).Distinct()],
            FindingTier.Incident, "wrong-date-on-sheet", settings, stopped.Count);
    }

    // The report that stops a bag: noticed long enough before, about its mineral, and not lifted as far as the day tells.
    private static Fact? InForce(Fact bag, LotBagged bagged, IReadOnlyList<Fact> reports, RuleSettings settings) =>
        reports.FirstOrDefault(fact => fact.Event is SuspensionReported report && IsAbout(report.Mineral, bagged)
            && Instant.Max(BindsFrom(fact, settings), report.From.ToInstant()) <= bag.Interval.Start
            && !reports.Any(other => other.Event is SuspensionLiftReported lift && IsAbout(lift.Mineral, bagged)
                && lift.From.ToInstant() > report.From.ToInstant() && lift.From.ToInstant() < bag.Interval.End));

    private static bool IsAbout(Mineral? mineral, LotBagged bagged) => mineral is null || mineral == bagged.Mineral;

    private static bool IsExempt(LotId lot, SiteMonthFacts month, Instant bindsFrom) =>
        month.Lots.TryGetValue(lot, out var facts)
        && facts.Of<LotCounted>().Any(each => each.Event.Seen && each.Fact.Interval.Start < bindsFrom);

    private static (SiteStatusDetermined Status, Instant At)? StatusOf(Fact bag, SiteMonthFacts month) =>
        month.Register.StatusOn(bag.Event.When.EventTime.Date);

    private static Instant BindsFrom(Fact report, RuleSettings settings) =>
        ((SuspensionReported)report.Event).NoticedAt.ToInstant() + settings.SuspensionNotice;

    private static IEnumerable<FindingContent> Found(
        string discriminator, SiteMonthFacts month, IReadOnlyList<Fact> evidence, FindingTier tier, string explanation,
        RuleSettings settings, int? lots = null)
    {
        if (evidence.Count == 0) yield break;
        settings = settings.At(evidence.Where(fact => fact.Event is LotBagged));
        yield return new(
            Rule.Id, Rule.Version, settings.Version, month.SiteMonth.Subject, discriminator, tier, Finding.EvidenceOf(evidence),
            Expected: 0, Observed: lots ?? evidence.Count, Tolerance: 0, Unit: "lots", explanation, Finding.RecordersOf(evidence),
            Finding.ProvisionalUntil(evidence, settings));
    }
}
