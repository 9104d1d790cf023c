using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>R4: more mass under one tag than its packaging holds, by the limit of the time when it was first tagged.</summary>
public static class MassUnderOneTag
{
    public static readonly Rule<LotFacts> Rule = new("R4", 1, RuleTiming.OnArrival, (lot, settings, _) => Evaluate(lot, settings));

    public static IEnumerable<FindingContent> Evaluate(LotFacts lot, RuleSettings settings)
    {
        if (lot.Of<LotTagged>().Select(each => each.Fact).FirstOrDefault() is not { } tagging) yield break;
        settings = settings.At(tagging);
        var packaging = lot.Of<LotBagged>().Select(each => (Packaging?)each.Event.Packaging).LastOrDefault();
        var limit = settings.LimitOf(packaging);
        var heaviest = Masses(lot).MaxBy(mass => mass.NetKg);
        if (heaviest.Fact is null || heaviest.NetKg <= limit) yield break;

        yield return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Lot(lot.Lot).Value, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf([heaviest.Fact]), limit.Kg, heaviest.NetKg.Kg, Tolerance: 0, Unit: "kg",
            InnocentExplanation: packaging is null ? "packaging-not-recorded" : "decimal-or-packaging-misread",
            Parties: [heaviest.Fact.RecordedBy], ProvisionalUntil: null);
    }

    private static IEnumerable<(Fact? Fact, Mass NetKg)> Masses(LotFacts lot) => lot.Facts.Select(fact => fact.Event is LotProduced produced
        ? (fact, produced.NetKg) : StatedMass.Of(fact.Event) is { } stated ? (fact, stated.NetKg) : ((Fact?)null, Mass.Zero));
}
