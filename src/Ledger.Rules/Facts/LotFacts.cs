using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Facts;

/// <summary>
/// What is known of one lot: its own stream, what was recorded about the tags it wore, and what was recorded of title to the whole of a
/// sale it is part of, as far as it counts.
/// </summary>
/// <param name="Facts">Effective facts, sorted.</param>
/// <param name="Corrected">Facts that do not count any more, sorted: shown, never judged on.</param>
/// <param name="Settings">The numbers its view goes by, as far as they were known.</param>
public sealed record LotFacts(LotId Lot, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected, RuleSettings Settings)
{
    /// <summary>
    /// Puts together the lot's stream, the streams of every tag it was ever tied with, found by <see cref="TagsIn"/>, and those of sales,
    /// found by <see cref="SalesIn"/>.
    /// </summary>
    public static LotFacts Assemble(
        LotId lot, IEnumerable<Fact> lotStream, IEnumerable<IReadOnlyList<Fact>> tagStreams,
        Func<SaleId, IEnumerable<Fact>> saleStream, Effectiveness effectiveness, RuleSettings settings)
    {
        var all = lotStream.ToList();
        var named = tagStreams.SelectMany(stream => stream).ToList();
        var binding = new TagBinding(named.Where(fact => effectiveness.IsEffective(fact.Custody)), settings);
        all.AddRange(named.Where(fact => TagBinding.NamesLotByTag(fact) && binding.LotFor(fact) == lot));

        List<SaleId> sales = [.. SalesIn(all.Where(fact => effectiveness.IsEffective(fact.Custody)))];
        all.AddRange(sales.SelectMany(saleStream).Where(fact => fact.Event is SaleTitlePassed or SaleCancelled));
        all.Sort();
        var counted = all.ToLookup(fact => effectiveness.IsEffective(fact.Custody));
        return new(lot, [.. counted[true]], [.. counted[false]], settings);
    }

    /// <summary>
    /// The tags a stream of a lot or tag ties with it. Where a tag was replaced by another and no lot named, the other's stream
    /// is known only from the first one's: ask again of the streams of the tags found, until nothing new is.
    /// </summary>
    public static IEnumerable<TagId> TagsIn(IEnumerable<Fact> stream) => stream.Select(fact => fact.Event switch
    {
        LotTagged tagged => tagged.Tag,
        TagAttached { Lot.Tag: { } old } => old,
        _ => (TagId?)null,
    }).OfType<TagId>().Distinct();

    /// <summary>The sales that streams of a lot or tag put a lot in.</summary>
    public static IEnumerable<SaleId> SalesIn(IEnumerable<Fact> stream) =>
        stream.Select(fact => fact.Event).OfType<LotSold>().Select(sold => sold.SaleId).Distinct();

    public IEnumerable<(Fact Fact, T Event)> Of<T>()
        where T : CustodyLedgerEvent
    {
        foreach (var fact in Facts)
            if (fact.Event is T typed) yield return (fact, typed);
    }
}
