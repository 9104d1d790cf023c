using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// C2: a record was corrected after another party had spoken of the same lot, or after a certificate: "amended after correction". What
/// the correction explained is withdrawn; this stays for a person to close, since whoever corrects then knows what would fit.
/// </summary>
public static class CorrectedAfterOthers
{
    public static readonly Rule<CorrectionFacts> Rule =
        new("C2", 1, RuleTiming.AtDayClose, (corrected, settings, _) => Evaluate(corrected, settings));

    public static IEnumerable<FindingContent> Evaluate(CorrectionFacts corrected, RuleSettings settings)
    {
        if (corrected.Target.Count == 0) yield break;
        var evidence = new List<Fact>();
        foreach (var correction in corrected.Corrections.Where(IsOwn))
        {
            var spoken = corrected.Lots.SelectMany(lot => lot.Facts).Where(other => IsBetween(other, correction)).ToList();
            if (spoken.Count > 0) evidence.AddRange([correction, .. spoken]);
        }

        if (evidence.Count == 0) yield break;
        yield return new(
            Rule.Id, Rule.Version, settings.At(evidence).Version, corrected.Subject, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(evidence),
            Expected: 0, Observed: evidence.Count(fact => fact.Event is EventCorrected), Tolerance: 0, Unit: "corrections",
            InnocentExplanation: "slip-noticed-late", Finding.RecordersOf(evidence), ProvisionalUntil: null);

        bool IsOwn(Fact correction) => corrected.Effectiveness.IsEffective(correction.Custody) && correction.Headers.ByProgramme != true;

        // Whoever spoke before the record itself was known to its recorder all along.
        bool IsBetween(Fact other, Fact correction) => Speaks(other.Event) && other.DefinitelyBefore(correction)
            && (other.Event is LotCertified || other.RecordedBy != correction.RecordedBy)
            && corrected.Target.All(target => target.Custody != other.Custody && !other.DefinitelyBefore(target));
    }

    private static bool Speaks(CustodyLedgerEvent ledgerEvent) => ledgerEvent is LotSold or LotReceived or LotRefused or LotDispatched
        or LotArrived or LotConsumed or LotSmelted or LotCertified or LotExported;
}
