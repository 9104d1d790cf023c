using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R5: a shipment far from what was recorded of it before, and single lots far from the rest of theirs. The sum is an
/// incident where enough lots carry it, since then no single slip does; everything else is for review. Its level leaves
/// a holder with a year's shipments the false alarms a year may have.
/// </summary>
public static class ReceiptDiffers
{
    public static readonly Rule<TransferFacts> Rule =
        new("R5", 2, RuleTiming.OnArrival, (transfer, settings, _) => Evaluate(transfer, settings));

    /// <summary>Of the finding about all of it; one about a lot has the lot's stream.</summary>
    public const string Shipment = "shipment";

    public static IEnumerable<FindingContent> Evaluate(TransferFacts transfer, RuleSettings settings)
    {
        var lots = ComparedLot.Of(transfer);
        if (lots.Count == 0) yield break;
        settings = settings.At(lots.Select(lot => lot.Receipt));
        var test = ShipmentTest.Of(lots, transfer.Scales, settings);
        foreach (var found in test.Outlying)
            yield return Content(
                transfer, StreamName.Lot(found.Lot.Lot).Value, FindingTier.Review, [found.Lot],
                (found.ExpectedKg, (double)found.Lot.Received.Kg, found.ToleranceKg), settings);

        // What one lot tells was told above.
        var levels = ShipmentLevels.Of(settings);
        if (test.Rest.Count < 2 || Math.Abs(test.Z) <= levels.Review) yield break;
        var isIncident = test.Rest.Count >= settings.IncidentLots && Math.Abs(test.Z) > levels.Incident;
        yield return Content(
            transfer, Shipment, isIncident ? FindingTier.Incident : FindingTier.Review, test.Rest,
            (test.SentKg, test.ReceivedKg, test.Tolerance(isIncident ? levels.Incident : levels.Review)), settings);
    }

    private static FindingContent Content(
        TransferFacts transfer, string discriminator, FindingTier tier, IReadOnlyList<ComparedLot> lots,
        (double Expected, double Observed, double Tolerance) kg, RuleSettings settings)
    {
        List<Fact> sent = [.. lots.SelectMany(lot => lot.SentFacts)];
        return new(
            Rule.Id, Rule.Version, settings.Version, transfer.Subject.Value, discriminator, tier,
            Finding.EvidenceOf([.. sent, .. lots.Select(lot => lot.Receipt)]), Rounding.Kg(kg.Expected),
            Rounding.Kg(kg.Observed), Rounding.Kg(kg.Tolerance),
            Unit: "kg", InnocentExplanation: kg.Observed > kg.Expected ? "scale-or-typing-error" : "drying-spill-or-typing-error",
            Parties: [.. sent.Select(fact => fact.RecordedBy).Concat(lots.Select(lot => lot.Receiver)).Distinct()],
            ProvisionalUntil: null);
    }
}
