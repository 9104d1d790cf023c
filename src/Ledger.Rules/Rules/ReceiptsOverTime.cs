using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Balance;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Rules;

/// <summary>
/// R5 over time: a receipt far from what all receipts before it let expect, and a receiver's scale that its receipts say is off, while its
/// calibrations and known masses do not. What two scales differ by is learnt, so that a shipment that gained stands out sooner
/// than beside any two scales; what is learnt slowly is told of as a bias, for review, since scales do drift.
/// </summary>
public static class ReceiptsOverTime
{
    public static readonly Rule<ReceiptHistoryFacts> Rule = new(
        "R5", ReceiptDiffers.Rule.Version, RuleTiming.AtDayClose, (facts, settings, _) => Evaluate(facts, settings));

    public static IEnumerable<FindingContent> Evaluate(ReceiptHistoryFacts facts, RuleSettings settings)
    {
        var (receipts, scales) = Found(facts, settings);
        foreach (var receipt in receipts)
            if (EvidenceOf(facts, receipt.Lots) is { } evidence)
                yield return Shipment(facts, receipt, evidence, settings.At(receipt.At));
        foreach (var scale in scales)
            if (EvidenceOf(facts, scale.Lots) is { } evidence)
                yield return Bias(facts, scale, evidence, settings.At(scale.Lots.Max(lot => lot.Received.At)));
    }

    /// <summary>The facts that must be known to say what there is to say, by sequence.</summary>
    public static IReadOnlyList<long> Needed(ReceiptHistoryFacts facts, RuleSettings settings)
    {
        var (receipts, scales) = Found(facts, settings);
        return [.. receipts.SelectMany(receipt => receipt.Lots).Concat(scales.SelectMany(scale => scale.Lots))
            .SelectMany(lot => new[] { lot.Sequence, lot.SentSequence }).Distinct()];
    }

    // What one receipt tells alone was told when it came in. Of a scale the last month of the year that went beyond.
    private static (List<TrackedReceipt> Receipts, List<TrackedScale> Scales) Found(ReceiptHistoryFacts facts, RuleSettings settings)
    {
        var history = ReceiptHistory.Of(facts, settings);
        var receipts = history.Receipts.Where(receipt => receipt.At.InUtc().Year == facts.Year
            && settings.At(receipt.At) is var numbers && receipt.Lots.Count >= numbers.IncidentLots
            && receipt.Unlikely > LevelsOf(numbers).Incident
            && Math.Abs(receipt.AloneZ) <= ShipmentLevels.Of(numbers).Incident);
        var scales = history.Scales.Where(scale => scale.Month.Year == facts.Year
                && Math.Abs(scale.Z) > ShipmentLevels.Of(settings.At(scale.Lots.Max(lot => lot.Received.At))).Review)
            .GroupBy(scale => scale.Hand).Select(scale => scale.MaxBy(each => each.Month)!);
        return ([.. receipts], [.. scales]);
    }

    private static FindingContent Shipment(
        ReceiptHistoryFacts facts, TrackedReceipt receipt, List<Fact> evidence, RuleSettings settings)
    {
        var threshold = LevelsOf(settings).Incident;
        var day = receipt.At.InUtc().Date;
        var sigma = Math.Abs(receipt.GainKg - receipt.ExpectedKg) / receipt.Unlikely; // of a normal distribution that is as sure
        var beyond = Math.Sign(receipt.Z) * receipt.ExpectedKg;
        var isHeavier = receipt.Z > 0;
        return new(
            Rule.Id, Rule.Version, settings.Version, facts.Subject, $"shipment-history:{receipt.Lots[0].Delivery}", FindingTier.Incident,
            Finding.EvidenceOf(evidence), Rounding.Kg(receipt.SentKg), Rounding.Kg(receipt.SentKg + receipt.GainKg),
            Rounding.Kg(Math.Max(0, (threshold * sigma) + beyond)), Unit: "kg",
            InnocentExplanation: isHeavier ? "scale-or-typing-error" : "drying-spill-or-typing-error", Finding.RecordersOf(evidence),
            ProvisionalUntil: null, Statistics: new(
                "shewhart", Rounding.Sigmas(receipt.Unlikely), Rounding.Sigmas(threshold), Rounding.Kg(sigma), day, day,
                [.. new VarianceShare[]
                {
                    new("scale", Rounding.Percent(receipt.Believed / Square(receipt.Sigma))),
                    new("single-readings", Rounding.Percent(receipt.Own / Square(receipt.Sigma))),
                }.OrderByDescending(share => share.SharePct)],
                new(
                    "scale", Rounding.Percent(Math.Abs(receipt.GainKg - receipt.ExpectedKg) / receipt.SentKg),
                    Rounding.Percent(Math.Sqrt(receipt.Believed) / receipt.SentKg))));
    }

    private static FindingContent Bias(ReceiptHistoryFacts facts, TrackedScale scale, List<Fact> evidence, RuleSettings settings) => new(
        Rule.Id, Rule.Version, settings.Version, facts.Subject, $"scale-bias:{scale.Hand}", FindingTier.Review,
        Finding.EvidenceOf(evidence), Rounding.Percent(scale.Own.Bias), Rounding.Percent(scale.Bias),
        Rounding.Percent(ShipmentLevels.Of(settings).Review * scale.Sigma), Unit: "percent", InnocentExplanation: "scale-drifted",
        Finding.RecordersOf(evidence), ProvisionalUntil: null);

    private static ShipmentLevels LevelsOf(RuleSettings settings) => ShipmentLevels.Of(settings, IncidentTest.ReceiptHistory);

    // Null as long as they are not read: then it is asked which they are.
    private static List<Fact>? EvidenceOf(ReceiptHistoryFacts facts, IReadOnlyList<WeighedTwice> lots)
    {
        List<Fact> evidence = [.. lots.SelectMany(lot => new[] { lot.Sequence, lot.SentSequence }).Distinct()
            .Where(facts.Evidence.ContainsKey).Select(sequence => facts.Evidence[sequence])];
        return evidence.Count > 0 ? evidence : null;
    }
}
