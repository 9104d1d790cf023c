using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>What is known of one lot: its own stream and what was recorded about the tags it wore, as far as it counts.</summary>
/// <param name="Facts">Effective facts, sorted.</param>
/// <param name="Corrected">Facts that do not count any more, sorted: shown, never judged on.</param>
public sealed record LotFacts(LotId Lot, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected)
{
    /// <summary>Puts together the lot's stream and the streams of every tag it was ever tied with.</summary>
    public static LotFacts Assemble(
        LotId lot, IEnumerable<Fact> lotStream, IEnumerable<IReadOnlyList<Fact>> tagStreams, Effectiveness effectiveness)
    {
        var all = lotStream.ToList();
        foreach (var stream in tagStreams)
        {
            var binding = new TagBinding(stream.Where(fact => effectiveness.IsEffective(fact.Custody)));
            all.AddRange(stream.Where(fact => TagBinding.NamesLotByTag(fact) && binding.LotFor(fact) == lot));
        }

        all.Sort();
        var counted = all.ToLookup(fact => effectiveness.IsEffective(fact.Custody));
        return new(lot, [.. counted[true]], [.. counted[false]]);
    }

    /// <summary>The tags the lot was ever tied with, as its own stream says.</summary>
    public static IEnumerable<TagId> TagsIn(IEnumerable<Fact> lotStream) =>
        lotStream.Select(fact => fact.Event).OfType<LotTagged>().Select(tagged => tagged.Tag).Distinct();

    public IEnumerable<(Fact Fact, T Event)> Of<T>()
        where T : CustodyLedgerEvent
    {
        foreach (var fact in Facts)
            if (fact.Event is T typed) yield return (fact, typed);
    }
}
