using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R11: a mineral was bagged that the register does not know at that site. Mixed mineral fits where more than one is known, any
/// where none is.
/// </summary>
public static class ForeignMineral
{
    public static readonly Rule<SiteMonthFacts> Rule =
        new("R11", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(SiteMonthFacts month, RuleSettings settings) =>
        month.Baggings.Where(each => month.Register.At(each.Fact.Interval.End) is { } site && !Fits(each.Bagged.Mineral, site))
            .GroupBy(each => each.Bagged.Mineral).OrderBy(group => group.Key)
            .Select(group => Found(month, group.Key, [.. group.Select(each => each.Fact)], settings));

    private static bool Fits(Mineral mineral, SiteDescription site) =>
        site.Minerals.Count == 0 || site.Minerals.Contains(mineral)
        || site.Minerals.Contains(Mineral.Mixed) || (mineral == Mineral.Mixed && site.Minerals.Count > 1);

    private static FindingContent Found(SiteMonthFacts month, Mineral mineral, List<Fact> bagged, RuleSettings settings) => new(
        Rule.Id, Rule.Version, settings.At(bagged).Version, month.SiteMonth.Subject, Code<Mineral>.Name(mineral), FindingTier.Review,
        Finding.EvidenceOf(bagged), Expected: 0, Observed: bagged.Count, Tolerance: 0, Unit: "lots",
        InnocentExplanation: "wrong-mineral-chosen", Finding.RecordersOf(bagged), ProvisionalUntil: null);
}
