using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>What is known of one tag, and of every lot it was tied on.</summary>
/// <param name="Facts">Effective facts of the tag's own stream, sorted.</param>
public sealed record TagFacts(TagId Tag, IReadOnlyList<Fact> Facts, IReadOnlyDictionary<LotId, LotFacts> Lots)
{
    /// <summary>What the register says around the tag.</summary>
    public TagRegister Register { get; init; } = TagRegister.Unknown;

    /// <summary>
    /// Tags that were never used, are one slip of the finger away, and assigned to a site where this one was used; sorted.
    /// </summary>
    public IReadOnlyList<TagId> UnusedNeighbours { get; init; } = [];

    /// <summary>The likely corrections a finding offers; null where there are none.</summary>
    public IReadOnlyList<TagId>? LikelyTags => UnusedNeighbours.Count == 0 ? null : [.. UnusedNeighbours.Take(TagNeighbours.Most)];

    /// <summary>The sites where lots wore it when they were bagged.</summary>
    public IEnumerable<SiteId> Sites =>
        Attachments.Select(use => use.Lot).Distinct().SelectMany(SitesOf).Distinct();

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

    /// <summary>Where a lot was bagged; one site is normal.</summary>
    public IEnumerable<SiteId> SitesOf(LotId lot) =>
        Lots.TryGetValue(lot, out var facts) ? facts.Of<LotBagged>().Select(each => each.Event.Site).Distinct() : [];

    private LotId? LotTaggedBy(Fact attachment) => Lots.Values
        .FirstOrDefault(lot => lot.Of<LotTagged>().Any(each => each.Fact.Custody == attachment.Custody))?.Lot;
}
