using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R3: more tags were used at a site in a month than it was still allowed: what was approved until the month's end, less what it
/// used since the first approval. Of the time before that nothing is said.
/// </summary>
public static class TagsBeyondAllowance
{
    public static readonly Rule<SiteMonthFacts> Rule =
        new("R3", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(SiteMonthFacts month, RuleSettings settings)
    {
        if (month.Allowances.Count == 0 || month.SiteMonth.Month.CompareTo(FirstMonth(month.Allowances)) < 0) yield break;
        // Somewhere on Earth the month lasts half a day longer than in UTC.
        var end = month.SiteMonth.Month.PlusMonths(1).OnDayOfMonth(1).AtMidnight().InUtc().ToInstant() + Duration.FromHours(12);
        var allowed = month.Allowances.Where(each => each.Since < end).Sum(each => each.Tags) - month.TagsUsedBefore;
        var uses = month.TagUses.DistinctBy(use => use.Tag).ToList();
        if (uses.Count == 0) yield break;
        settings = settings.At(uses.Select(use => use.Fact));
        if (uses.Count <= Math.Max(allowed, 0)) yield break;
        yield return new(
            Rule.Id, Rule.Version, settings.Version, month.SiteMonth.Subject, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(uses.Select(use => use.Fact)), Expected: Math.Max(allowed, 0), Observed: uses.Count,
            Tolerance: 0, Unit: "tags", InnocentExplanation: "allowance-recorded-late",
            Finding.RecordersOf(uses.Select(use => use.Fact)), Finding.ProvisionalUntil(uses.Select(use => use.Fact), settings));
    }

    /// <summary>The month from which use is counted.</summary>
    public static YearMonth FirstMonth(IEnumerable<TagAllowance> allowances) =>
        allowances.Min(each => each.Since).InUtc().Date.ToYearMonth();
}
