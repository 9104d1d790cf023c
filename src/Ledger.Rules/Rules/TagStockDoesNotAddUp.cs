using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R17: at a lock-box count, the tags assigned to a site are those attached, in its boxes, with agents, on their way, returned, void,
/// lost or stolen. With agents are those taken out of a box and not brought back or tied on. Where no box says what was taken
/// out, nobody knows what agents carry, and only tags too many are a finding. A difference stands until a later count finds every tag:
/// new tags on their way do not hide old ones that are gone.
/// </summary>
public static class TagStockDoesNotAddUp
{
    public static readonly Rule<TagStockFacts> Rule =
        new("R17", 2, RuleTiming.AtDayClose, (stock, settings, _) => Evaluate(stock, settings));

    public static IEnumerable<FindingContent> Evaluate(TagStockFacts stock, RuleSettings settings)
    {
        Balance? open = null;
        foreach (var count in stock.Facts.Where(fact => fact.Event is LockBoxCounted))
        {
            var balance = BalanceAt(count, stock, settings.At(count));
            if (balance.IsMissing || balance.Accounted > balance.Issued) open = balance;
            else if (balance.Accounted == balance.Issued) open = null;
        }

        if (open is not { } found) yield break;
        settings = settings.At(found.Count);
        var evidence = stock.Facts.Where(fact =>
            fact.Event is LockBoxCounted or TagsReturned && fact.Interval.Start < found.Count.Interval.End).ToList();
        yield return new(
            Rule.Id, Rule.Version, settings.Version, stock.Subject, Discriminator: "", FindingTier.Review, Finding.EvidenceOf(evidence),
            found.Issued, found.Accounted, found.OnTheWay, Unit: "tags",
            InnocentExplanation: found.IsMissing ? "tags-not-yet-recorded" : "box-miscounted",
            Finding.RecordersOf(evidence), Finding.ProvisionalUntil(evidence, settings));
    }

    private static Balance BalanceAt(Fact count, TagStockFacts stock, RuleSettings settings)
    {
        var by = count.Interval.End;
        var assigned = stock.Assigned.Where(range => range.Since < by).ToList();
        var facts = stock.Facts.Where(fact => fact.Interval.Start < by).ToList();
        var counts = facts.Select(fact => fact.Event).OfType<LockBoxCounted>().ToList();
        var attached = stock.FirstUses.Count(use => use < by);
        var inBoxes = counts.GroupBy(box => box.Box).Sum(box => box.Last().Counted);
        var takenOut = counts.Sum(box => box.Removed) - counts.Sum(box => box.Returned);
        var issued = assigned.Sum(range => range.Tags.Count);
        // Of tags that nobody assigned by then there is nothing to say.
        var accounted = assigned.Count == 0
            ? 0 : attached + inBoxes + Math.Max(0, takenOut - attached) + Gone(facts, assigned);
        var transit = Duration.FromDays(settings.TagTransitDays);
        var onTheWay = assigned.Where(range => range.Since > by - transit).Sum(range => range.Tags.Count);
        return new(count, issued, accounted, onTheWay, IsMissing: takenOut > 0 && issued - onTheWay > accounted);
    }

    /// <summary>Tags at the time of a count.</summary>
    private readonly record struct Balance(Fact Count, long Issued, long Accounted, long OnTheWay, bool IsMissing);

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
