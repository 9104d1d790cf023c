using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// C1: somebody corrected what another recorded, without the programme's right. The correction has no effect; that it was tried is
/// told until it is taken back.
/// </summary>
public static class CorrectedWithoutRight
{
    public static readonly Rule<CorrectionFacts> Rule =
        new("C1", 1, RuleTiming.AtDayClose, (corrected, settings, _) => Evaluate(corrected, settings));

    public static IEnumerable<FindingContent> Evaluate(CorrectionFacts corrected, RuleSettings settings)
    {
        var without = corrected.Effectiveness.Unauthorised().Select(correction => correction.Id).ToHashSet();
        var tried = corrected.Corrections.Where(fact => without.Contains(fact.Custody)).ToList();
        if (tried.Count == 0) yield break;
        yield return new(
            Rule.Id, Rule.Version, settings.At(tried).Version, corrected.Subject, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(tried),
            Expected: 0, Observed: tried.Count, Tolerance: 0, Unit: "corrections", InnocentExplanation: "wrong-record-named",
            Finding.RecordersOf([.. tried, .. corrected.Target]), ProvisionalUntil: null);
    }
}
