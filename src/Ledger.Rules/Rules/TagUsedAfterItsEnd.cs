using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R2, as far as the tag's own evidence tells: a tag was tied on a lot after it was void, lost, stolen, cut or replaced by
/// another. What the register says of it is judged by <see cref="TagOffItsRegister"/>.
/// </summary>
public static class TagUsedAfterItsEnd
{
    public static readonly Rule<TagFacts> Rule = new("R2", 1, RuleTiming.OnArrival, (tag, settings, _) => Evaluate(tag, settings));

    public static IEnumerable<FindingContent> Evaluate(TagFacts tag, RuleSettings settings)
    {
        var ends = tag.Facts.Where(fact => fact.Event is TagVoided or TagLost or TagStolen || IsEndOfUse(fact, tag)).ToList();
        var uses = tag.Facts.Where(fact => fact.Event is TagAttached && ends.Exists(end => IsBefore(end, fact))).ToList();
        if (uses.Count == 0) yield break;

        var lots = tag.Attachments.Where(attachment => uses.Contains(attachment.Fact)).Select(attachment => attachment.Lot).Distinct();
        var before = ends.FindAll(end => uses.Exists(use => IsBefore(end, use)));
        yield return new(
            Rule.Id, Rule.Version, settings.At(uses).Version, StreamName.Tag(tag.Tag).Value, Discriminator: "after-end",
            lots.Any(lot => Corroboration.Of(lot, tag)) ? FindingTier.Incident : FindingTier.Review,
            Finding.EvidenceOf([.. before, .. uses]), Expected: 0, Observed: uses.Count, Tolerance: 0, Unit: "tags",
            InnocentExplanation: "mistyped-tag-number",
            Finding.RecordersOf([.. before, .. uses]),
            Finding.ProvisionalUntil([.. before, .. uses], settings.At(uses)), tag.LikelyTags);

        bool IsBefore(Fact end, Fact use) => end.DefinitelyBefore(use, settings.At(use).ClockSlack);
    }

    // Cutting and replacing end a use there was. Where the tag was not on that lot, its number was mistyped.
    private static bool IsEndOfUse(Fact end, TagFacts tag) => end.Event switch
    {
        TagCut => tag.Attachments.Any(use => !end.DefinitelyBefore(use.Fact)),
        TagReplaced replaced => tag.Attachments.Any(use =>
            !end.DefinitelyBefore(use.Fact) && (replaced.Lot.LotId is not { } lot || lot == use.Lot)),
        _ => false,
    };
}
