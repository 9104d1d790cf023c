using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;

namespace Ledger.Rules.Rules;

/// <summary>
/// R5: a receipt far from the mass recorded before it. Only measured wet masses are compared: a mass copied from the sheet
/// agrees with it by nature. Lighter and heavier have a setting each, and drying is expected.
/// </summary>
public static class ReceiptDiffers
{
    public static readonly Rule<LotFacts> Rule = new("R5", 1, RuleTiming.OnArrival, (lot, settings, _) => Evaluate(lot, settings));

    public static IEnumerable<FindingContent> Evaluate(LotFacts lot, RuleSettings settings)
    {
        // A line written twice is one receipt.
        foreach (var (fact, receipt) in lot.Of<LotReceived>().DistinctBy(each => each.Fact.Custody))
        {
            if (receipt is not { NetKg: { } received, Method: WeighingMethod.Measured }) continue;
            if (IsOpenedBefore(lot, fact, receipt.Receiver)) continue;
            if (RecordedBefore(lot, fact) is not { } recorded) continue;
            if (Tolerance(recorded.NetKg, received, settings.At(fact)) is { } exceeded)
                yield return Differing(lot, fact, receipt.Receiver, recorded, received, exceeded, settings.At(fact));
        }
    }

    // By somebody else: what the receiver itself used of it the same day, it had received.
    private static bool IsOpenedBefore(LotFacts lot, Fact fact, PartyId receiver) =>
        lot.Of<LotConsumed>().Any(use => use.Event.Holder != receiver && !fact.DefinitelyBefore(use.Fact));

    // What its custodian's scale had shown. A weight of the same day may well be from before the receipt, another receipt not.
    private static (Mass NetKg, IReadOnlyList<Fact> Facts)? RecordedBefore(LotFacts lot, Fact receipt)
    {
        var state = new LotState(lot.Settings);
        foreach (var fact in lot.Facts)
            if (fact.Custody != receipt.Custody && !receipt.DefinitelyBefore(fact)
                && (fact.CompareTo(receipt) < 0 || fact.Event is LotBagged or LotProduced or LotWeighed)) state.Apply(fact);
        return state is { Mass: { } recorded, IsMassComparable: true } ? (recorded, state.MassFacts) : null;
    }

    /// <summary>The tolerance that was exceeded, in the direction of the difference; null when it was not.</summary>
    private static Mass? Tolerance(Mass recorded, Mass received, RuleSettings settings)
    {
        var divisions = settings.ScaleDivision + settings.ScaleDivision;
        var isHeavier = received > recorded;
        var percent = isHeavier ? settings.ReceiptHeavierPct : settings.ReceiptLighterPct;
        var allowed = Larger(Part(recorded, percent), divisions);
        if (!isHeavier) allowed += Part(recorded, settings.ExpectedDryingPct);
        var difference = isHeavier ? received - recorded : recorded - received;
        return difference > allowed ? allowed : null;
    }

    private static FindingContent Differing(
        LotFacts lot, Fact fact, PartyId receiver, (Mass NetKg, IReadOnlyList<Fact> Facts) recorded, Mass received, Mass tolerance,
        RuleSettings settings) =>
        new(Rule.Id, Rule.Version, settings.Version, StreamName.Lot(lot.Lot).Value, Discriminator: fact.Custody.ToString(),
            FindingTier.Review, Finding.EvidenceOf([.. recorded.Facts, fact]), recorded.NetKg.Kg, received.Kg, tolerance.Kg, Unit: "kg",
            InnocentExplanation: received > recorded.NetKg ? "scale-or-typing-error" : "drying-spill-or-typing-error",
            Parties: [.. recorded.Facts.Select(each => each.RecordedBy).Append(receiver).Distinct()], ProvisionalUntil: null);

    private static Mass Part(Mass mass, decimal percent) => new((long)(mass.Grams * percent / 100m));

    private static Mass Larger(Mass left, Mass right) => left > right ? left : right;
}
