using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R16: impossible order, use by a non-holder, more consumed than there was. Spans that overlap contradict nothing, and what
/// a late record may still explain waits for the day's close.
/// </summary>
public static class ImpossibleHistory
{
    public static readonly Rule<LotFacts> Rule = new("R16", 1, RuleTiming.AtDayClose, (lot, settings, _) => Evaluate(lot, settings));

    public static IEnumerable<FindingContent> Evaluate(LotFacts lot, RuleSettings settings) =>
        [.. BeforeItsOrigin(lot, settings), .. UsedByNonHolder(lot, settings), .. ConsumedBeyondMass(lot, settings)];

    private static IEnumerable<FindingContent> BeforeItsOrigin(LotFacts lot, RuleSettings settings)
    {
        var origins = lot.Facts.Where(fact => fact.Event is LotBagged or LotProduced or ExportLotComposed).ToList();
        if (origins.Count == 0) yield break;
        var early = lot.Facts.Where(fact => fact.Event is LotReceived or LotConsumed
            && origins.TrueForAll(origin => fact.DefinitelyBefore(origin, settings.At(fact).ClockSlack))).ToList();
        if (early.Count == 0) yield break;
        yield return Found(
            "order", lot, [.. early, origins[0]], expected: 0, early.Count, tolerance: 0, "lots", "wrong-date-on-sheet",
            settings.At(early));
    }

    private static IEnumerable<FindingContent> UsedByNonHolder(LotFacts lot, RuleSettings settings)
    {
        var givings = lot.Facts.Where(fact => GivesCustody(fact.Event)).ToList();
        foreach (var (fact, consumed) in lot.Of<LotConsumed>().DistinctBy(use => use.Fact.Custody))
        {
            var possible = MayHoldAt(fact, givings, settings.At(fact));
            var holders = possible.ConvertAll(giving => CustodianAfter(giving.Event) ?? consumed.Holder);
            if (holders.Count == 0 || holders.Contains(consumed.Holder)) continue;
            yield return Found(
                $"non-holder:{fact.Custody}", lot, [.. possible, fact], expected: 1, observed: 0, tolerance: 0, "lots",
                "receipt-not-recorded", settings.At(fact));
        }
    }

    // The heaviest thing anybody said of it, and one scale division for that and for each use.
    private static IEnumerable<FindingContent> ConsumedBeyondMass(LotFacts lot, RuleSettings settings)
    {
        var uses = lot.Of<LotConsumed>().ToList();
        if (uses.Count == 0 || HeaviestOf(lot) is not { } most) yield break;
        settings = settings.At(uses.Select(use => use.Fact));
        var consumed = Sum(uses.Select(use => use.Event.NetKg));
        var percent = most.IsMeasured ? settings.ConsumedHeavierPct : settings.EstimateSigmaPct * settings.Coverage;
        var divisions = settings.ScaleDivision.Grams * (1 + uses.Count);
        var tolerance = new Mass((long)(most.NetKg.Grams * percent / 100m) + divisions);
        if (consumed <= most.NetKg + tolerance) yield break;
        var isTwoRuns = uses.Select(use => use.Event.RunId).Distinct().Count() > 1;
        yield return Found(
            isTwoRuns ? "two-runs" : "over-consumed", lot, uses.ConvertAll(use => use.Fact), most.NetKg.Kg, consumed.Kg, tolerance.Kg, "kg",
            isTwoRuns ? "tag-or-lot-number-mistyped" : "scale-or-typing-error", settings);
    }

    private static (Mass NetKg, bool IsMeasured)? HeaviestOf(LotFacts lot)
    {
        var masses = lot.Facts.Select(fact => StatedMass.Of(fact.Event)).OfType<StatedMass>()
            .Select(stated => (stated.NetKg, stated.IsMeasured)).ToList();
        var produced = lot.Of<LotProduced>().Select(each => each.Event).ToList();
        if (produced.Count > 0) // sheets of several days add up
            masses.Add((Sum(produced.Select(each => each.NetKg)), produced.TrueForAll(each => each.Method == WeighingMethod.Measured)));
        return masses.Count == 0 ? null : masses.MaxBy(mass => (mass.NetKg, !mass.IsMeasured));
    }

    private static Mass Sum(IEnumerable<Mass> masses) => masses.Aggregate(Mass.Zero, (sum, mass) => sum + mass);

    private static bool GivesCustody(CustodyLedgerEvent ledgerEvent) =>
        ledgerEvent is LotBagged or LotProduced or ExportLotComposed or LotArrived or LotReceived or LotRefused;

    /// <summary>Null: somebody unnamed, who may be anybody.</summary>
    private static PartyId? CustodianAfter(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        LotBagged bagged => bagged.Holder,
        LotProduced produced => produced.Holder,
        ExportLotComposed composed => composed.Exporter,
        LotArrived arrived => arrived.To,
        LotReceived received => received.Receiver,
        LotRefused refused => refused.From,
        _ => null,
    };

    // Not definitely later than the use, and not definitely replaced before it: not over when the last one before it began.
    private static List<Fact> MayHoldAt(Fact use, List<Fact> givings, RuleSettings settings)
    {
        var before = givings.FindAll(giving => giving.DefinitelyBefore(use));
        var last = before.Count == 0 ? Instant.MinValue : before.Max(giving => giving.Interval.Start);
        return givings.FindAll(giving => !use.DefinitelyBefore(giving, settings.ClockSlack) && giving.Interval.End > last);
    }

    private static FindingContent Found(
        string discriminator, LotFacts lot, IReadOnlyList<Fact> evidence, decimal expected, decimal observed, decimal tolerance,
        string unit, string explanation, RuleSettings settings) =>
        new(Rule.Id, Rule.Version, settings.Version, StreamName.Lot(lot.Lot).Value, discriminator, FindingTier.Review,
            Finding.EvidenceOf(evidence), expected, observed, tolerance, unit, explanation,
            Finding.RecordersOf(evidence),
            Finding.ProvisionalUntil(evidence, settings));
}
