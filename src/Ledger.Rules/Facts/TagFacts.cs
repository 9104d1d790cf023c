using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>What is known of one tag, and of every lot it was tied on.</summary>
/// <param name="Facts">Effective facts of the tag's own stream, sorted.</param>
public sealed record TagFacts(TagId Tag, IReadOnlyList<Fact> Facts, IReadOnlyDictionary<LotId, LotFacts> Lots)
{
    public static TagFacts Assemble(
        TagId tag, IEnumerable<Fact> tagStream, IReadOnlyDictionary<LotId, LotFacts> lots, Effectiveness effectiveness) =>
        new(tag, [.. tagStream.Where(fact => effectiveness.IsEffective(fact.Custody)).Order()], lots);

    /// <summary>Effective attachments with the lot each names; an attachment that names no lot id is not among them.</summary>
    public IEnumerable<(Fact Fact, LotId Lot)> Attachments =>
        Facts.Where(fact => fact.Event is TagAttached { Lot.LotId: not null })
            .Select(fact => (fact, ((TagAttached)fact.Event).Lot.LotId!.Value));
}
