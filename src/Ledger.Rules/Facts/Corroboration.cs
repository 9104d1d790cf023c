using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>Whether a tag's use on a lot has witnesses: a measured weight of its own, and another party's receipt.</summary>
public static class Corroboration
{
    public static bool Of(LotId lot, TagFacts tag)
    {
        if (!tag.Lots.TryGetValue(lot, out var facts)) return false;
        var tiedBy = tag.Attachments.Where(use => use.Lot == lot).Select(use => use.Fact.RecordedBy).ToHashSet();
        var isWeighed = facts.Of<LotWeighed>().Any(each => each.Event.Method == WeighingMethod.Measured)
            || facts.Of<LotProduced>().Any(each => each.Event.Method == WeighingMethod.Measured);
        return isWeighed && facts.Of<LotReceived>().Any(each => !tiedBy.Contains(each.Fact.RecordedBy));
    }

    /// <summary>
    /// The same, and the other party read this number on it too: a receipt by the lot's id repeats a mistyped number unseen.
    /// </summary>
    public static bool OfNumber(LotId lot, TagFacts tag) =>
        Of(lot, tag) && tag.Lots[lot].Of<LotReceived>().Any(each => each.Event.Lot.Tag == tag.Tag
            && tag.Attachments.All(use => use.Lot != lot || use.Fact.RecordedBy != each.Fact.RecordedBy));
}
