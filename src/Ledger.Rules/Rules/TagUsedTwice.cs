using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R1: one tag on two lots. Two witnesses of one bag are not two lots; a mistyped number is the usual innocent reason. Tags are used in
/// order, so it is often the neighbour's: incident only where another party read the number on both lots.
/// </summary>
public static class TagUsedTwice
{
    public static readonly Rule<TagFacts> Rule = new("R1", 2, RuleTiming.OnArrival, (tag, settings, _) => Evaluate(tag, settings));

    public static IEnumerable<FindingContent> Evaluate(TagFacts tag, RuleSettings settings)
    {
        var uses = tag.Attachments.ToList();
        var lots = uses.Select(use => use.Lot).Distinct().ToList();
        if (lots.Count < 2) yield break;

        yield return new(
            Rule.Id, Rule.Version, settings.At(uses.Select(use => use.Fact)).Version, StreamName.Tag(tag.Tag).Value, Discriminator: "",
            lots.Count(lot => Corroboration.OfNumber(lot, tag)) > 1 ? FindingTier.Incident : FindingTier.Review,
            Finding.EvidenceOf(uses.Select(use => use.Fact)), Expected: 1, Observed: lots.Count, Tolerance: 0, Unit: "lots",
            InnocentExplanation: "mistyped-tag-number",
            Finding.RecordersOf(uses.Select(use => use.Fact)),
            ProvisionalUntil: null, tag.LikelyTags);
    }
}
