using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R14: ore was bagged at a site that lay inside a protected area, or close to one. A site does not move and an area seldom does: it is
/// one finding for both, whatever is bagged there afterwards.
/// </summary>
public static class SiteInProtectedArea
{
    public static readonly Rule<SiteAreasFacts> Rule =
        new("R14", 1, RuleTiming.AtDayClose, (site, settings, _) => Evaluate(site, settings));

    public static IEnumerable<FindingContent> Evaluate(SiteAreasFacts site, RuleSettings settings)
    {
        foreach (var area in site.Stays.GroupBy(stay => stay.Area).OrderBy(area => area.Key.Value, StringComparer.Ordinal))
        {
            var worked = area.Where(stay => stay.FirstBag is { } bag && stay.Km <= settings.At(bag).NearAreaKm).ToList();
            if (worked.Count == 0) continue;
            var isInside = worked.Exists(stay => stay.Km == 0);
            if (isInside) worked.RemoveAll(stay => stay.Km > 0);
            var evidence = worked.ConvertAll(stay => stay.FirstBag!);
            var numbers = settings.At(evidence);
            yield return new(
                Rule.Id, Rule.Version, numbers.Version, SiteAreasFacts.SubjectOf(site.Site), area.Key.Value,
                isInside ? FindingTier.Incident : FindingTier.Review, Finding.EvidenceOf(evidence), numbers.NearAreaKm,
                decimal.Round(worked.Min(stay => stay.Km), 1), Tolerance: 0, Unit: "km", InnocentExplanation: "position-or-outline-off",
                Finding.RecordersOf(evidence), ProvisionalUntil: null);
        }
    }
}
