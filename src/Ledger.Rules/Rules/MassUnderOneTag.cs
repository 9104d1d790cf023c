using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>R4: more mass under one tag than its packaging holds.</summary>
public static class MassUnderOneTag
{
    public static readonly Rule<LotFacts> Rule = new("R4", 1, RuleTiming.OnArrival, (lot, settings, _) => Evaluate(lot, settings));

    public static IEnumerable<FindingContent> Evaluate(LotFacts lot, RuleSettings settings)
    {
        if (!lot.Of<LotTagged>().Any()) yield break;
        var packaging = lot.Of<LotBagged>().Select(each => (Packaging?)each.Event.Packaging).LastOrDefault();
        var limit = settings.LimitOf(packaging);
        var heaviest = Masses(lot).MaxBy(mass => mass.NetKg);
        if (heaviest.Fact is null || heaviest.NetKg <= limit) yield break;

        yield return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Lot(lot.Lot).Value, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf([heaviest.Fact]), limit.Kg, heaviest.NetKg.Kg, Tolerance: 0, Unit: "kg",
            InnocentExplanation: packaging is Packaging.Bag ? "decimal-or-packaging-misread" : "packaging-not-recorded",
            Parties: [heaviest.Fact.RecordedBy], ProvisionalUntil: null);
    }

    private static IEnumerable<(Fact? Fact, Mass NetKg)> Masses(LotFacts lot)
    {
        foreach (var (fact, weighed) in lot.Of<LotWeighed>()) yield return (fact, weighed.NetKg);
        foreach (var (fact, produced) in lot.Of<LotProduced>()) yield return (fact, produced.NetKg);
        foreach (var (fact, received) in lot.Of<LotReceived>())
            if (received.NetKg is { } net) yield return (fact, net);
    }
}
