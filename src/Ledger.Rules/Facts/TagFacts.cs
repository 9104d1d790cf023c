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

    /// <summary>
    /// Effective attachments with the lot each means. One that names the lot by the tag it replaced is found in the lot's own
    /// facts; where no lot is known for it, it is not among them.
    /// </summary>
    public IEnumerable<(Fact Fact, LotId Lot)> Attachments
    {
        get
        {
            foreach (var fact in Facts)
                if (fact.Event is TagAttached attached && (attached.Lot.LotId ?? LotTaggedBy(fact)) is { } lot) yield return (fact, lot);
        }
    }

    private LotId? LotTaggedBy(Fact attachment) => Lots.Values
        .FirstOrDefault(lot => lot.Of<LotTagged>().Any(each => each.Fact.Custody == attachment.Custody))?.Lot;
}
