using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Balance;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R24: an export lot has another dry mass, or another grade, at the smelter than it was exported with. Dry mass is compared where both
/// sides measured moisture; R5 compares what the scales showed. An incident only where no single number explains it: a clerk's slip in one
/// mass, moisture or grade of one lot is likelier than any fraud.
/// </summary>
public static class SmelterDiffers
{
    public static readonly Rule<TransferFacts> Rule =
        new("R24", 1, RuleTiming.AtDayClose, (transfer, settings, _) => Evaluate(transfer, settings));

    public static IEnumerable<FindingContent> Evaluate(TransferFacts transfer, RuleSettings settings)
    {
        var received = transfer.Of<SmelterDeliveryReceived>().Select(each => each.Fact).ToList();
        if (received.Count == 0) yield break;
        settings = settings.At(received);
        foreach (var delivery in SmelterDelivery.Of(transfer, settings))
        {
            if (delivery.DryMass(transfer) is { } mass
                && Found(transfer, "dry-mass", mass, "kg", "moisture-or-mass-off", settings) is { } heavierOrLighter)
                yield return heavierOrLighter;
            foreach (var (analyte, grade) in delivery.Grades())
                if (Found(transfer, $"grade:{analyte}", grade, "percent", "sample-or-laboratory-off", settings) is { } richerOrPoorer)
                    yield return richerOrPoorer;
        }
    }

    private static FindingContent? Found(
        TransferFacts transfer, string discriminator, StatedTwice stated, string unit, string explanation, RuleSettings settings)
    {
        var levels = ShipmentLevels.Of(settings);
        if (Math.Abs(stated.Z) <= levels.Review) return null;
        var isIncident = stated.IsBorneOut && Math.Abs(stated.Z) > levels.Incident;
        return new(
            Rule.Id, Rule.Version, settings.Version, transfer.Subject.Value, discriminator,
            isIncident ? FindingTier.Incident : FindingTier.Review, Finding.EvidenceOf(stated.Facts), Rounding.Kg(stated.Expected),
            Rounding.Kg(stated.Observed), Rounding.Kg((isIncident ? levels.Incident : levels.Review) * stated.Sigma), unit, explanation,
            Finding.RecordersOf(stated.Facts), Finding.ProvisionalUntil(stated.Facts, settings));
    }
}
