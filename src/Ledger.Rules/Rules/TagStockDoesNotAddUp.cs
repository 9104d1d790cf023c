using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R17: at a lock-box count, the tags assigned to a site are those attached, in its boxes, with agents, on their way, returned, void,
/// lost or stolen. With agents are those taken out of a box and not brought back or tied on. Where no box says what was taken
/// out, nobody knows what agents carry, and only tags too many are a finding.
/// </summary>
public static class TagStockDoesNotAddUp
{
    public static readonly Rule<TagStockFacts> Rule =
        new("R17", 1, RuleTiming.AtDayClose, (stock, settings, _) => Evaluate(stock, settings));

    public static IEnumerable<FindingContent> Evaluate(TagStockFacts stock, RuleSettings settings)
    {
        if (TagStockFacts.LastCount(stock.Facts) is not { } last) yield break;
        settings = settings.At(last);
        var by = last.Interval.End;
        var assigned = stock.Assigned.Where(range => range.Since < by).ToList();
        if (assigned.Count == 0) yield break;

        var facts = stock.Facts.Where(fact => fact.Interval.Start < by).ToList();
        var counts = facts.Select(fact => fact.Event).OfType<LockBoxCounted>().ToList();
        var inBoxes = counts.GroupBy(count => count.Box).Sum(box => box.Last().Counted);
        var takenOut = counts.Sum(count => count.Removed) - counts.Sum(count => count.Returned);
        var accounted = stock.Attached + inBoxes + Math.Max(0, takenOut - stock.Attached) + Gone(facts, assigned);
        var issued = assigned.Sum(range => range.Tags.Count);
        var transit = Duration.FromDays(settings.TagTransitDays);
        var onTheWay = assigned.Where(range => range.Since > by - transit).Sum(range => range.Tags.Count);
        var isMissing = takenOut > 0 && issued - onTheWay > accounted;
        if (!isMissing && accounted <= issued) yield break;

        var evidence = facts.FindAll(fact => fact.Event is LockBoxCounted or TagsReturned);
        yield return new(
            Rule.Id, Rule.Version, settings.Version, stock.Subject, Discriminator: "", FindingTier.Review, Finding.EvidenceOf(evidence),
            issued, accounted, onTheWay, Unit: "tags", InnocentExplanation: isMissing ? "tags-not-yet-recorded" : "box-miscounted",
            Finding.RecordersOf(evidence), Finding.ProvisionalUntil(evidence, settings));
    }

    // Returned to the programme, void, lost or stolen, each tag once.
    private static long Gone(List<Fact> facts, List<RegisteredTags> assigned)
    {
        var returned = facts.Select(fact => fact.Event).OfType<TagsReturned>().Select(each => each.Tags).Distinct().ToList();
        return returned.Sum(range => range.Count) + facts.Select(fact => fact.Event switch
        {
            TagVoided ended => ended.Tag,
            TagLost ended => ended.Tag,
            TagStolen ended => ended.Tag,
            _ => (TagId?)null,
        }).OfType<TagId>().Distinct().Count(tag =>
            assigned.Exists(range => range.Tags.Contains(tag)) && !returned.Exists(range => range.Contains(tag)));
    }
}
