using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;

namespace Ledger.Rules.Rules;

/// <summary>
/// R5: a receipt far from the mass recorded before it. Only measured masses are compared: a mass copied from the sheet
/// agrees with it by nature. Lighter and heavier have a setting each, and drying is expected.
/// </summary>
public static class ReceiptDiffers
{
    public static readonly Rule<LotFacts> Rule = new("R5", 1, RuleTiming.OnArrival, (lot, settings, _) => Evaluate(lot, settings));

    public static IEnumerable<FindingContent> Evaluate(LotFacts lot, RuleSettings settings)
    {
        var state = new LotState();
        Fact? lastWeighing = null;
        foreach (var fact in lot.Facts)
        {
            if (fact.Event is LotReceived { NetKg: { } received, Method: WeighingMethod.Measured } receipt
                && state is { Mass: { } recorded, MassMethod: WeighingMethod.Measured } && state.Consumed == Mass.Zero
                && Differs(recorded, received, settings) is { } tolerance)
                yield return Differing(lot, fact, receipt, lastWeighing!, recorded, received, tolerance, settings);
            state.Apply(fact);
            if (StatesMeasuredMass(fact)) lastWeighing = fact;
        }
    }

    /// <summary>The tolerance that was exceeded, in the direction of the difference; null when it was not.</summary>
    private static Mass? Differs(Mass recorded, Mass received, RuleSettings settings)
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
        LotFacts lot, Fact fact, LotReceived receipt, Fact lastWeighing, Mass recorded, Mass received, Mass tolerance, RuleSettings settings) =>
        new(Rule.Id, Rule.Version, settings.Version, StreamName.Lot(lot.Lot).Value, Discriminator: fact.Custody.ToString(),
            FindingTier.Review, Finding.EvidenceOf([lastWeighing, fact]), recorded.Kg, received.Kg, tolerance.Kg, Unit: "kg",
            InnocentExplanation: received > recorded ? "scale-or-typing-error" : "drying-spill-or-typing-error",
            Parties: [.. new[] { lastWeighing.RecordedBy, receipt.Receiver }.Distinct()], ProvisionalUntil: null);

    private static bool StatesMeasuredMass(Fact fact) => fact.Event switch
    {
        LotWeighed weighed => weighed.Method == WeighingMethod.Measured,
        LotProduced produced => produced.Method == WeighingMethod.Measured,
        LotReceived received => received is { NetKg: not null, Method: WeighingMethod.Measured },
        _ => false,
    };

    private static Mass Part(Mass mass, decimal percent) => new((long)(mass.Grams * percent / 100m));

    private static Mass Larger(Mass left, Mass right) => left > right ? left : right;
}
