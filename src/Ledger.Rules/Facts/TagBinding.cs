using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>
/// Joins what was recorded about a tag to the lot that wore it then: the last attachment that was not definitely later.
/// Overlapping spans contradict nothing, so an attachment of the same day counts as worn.
/// </summary>
public sealed class TagBinding
{
    private readonly List<(Fact Fact, LotId Lot)> _attachments;

    /// <param name="tagFacts">The effective facts of one tag's stream, in any order.</param>
    public TagBinding(IEnumerable<Fact> tagFacts) => _attachments =
    [
        .. tagFacts.Where(fact => fact.Event is TagAttached { Lot.LotId: not null }).Order()
            .Select(fact => (fact, ((TagAttached)fact.Event).Lot.LotId!.Value)),
    ];

    /// <summary>The lots the tag was ever attached to, in order of first attachment.</summary>
    public IEnumerable<LotId> Lots => _attachments.Select(attachment => attachment.Lot).Distinct();

    /// <summary>The lot a fact that names only the tag is about; null when the tag was not on any by then.</summary>
    public LotId? LotFor(Fact fact)
    {
        LotId? worn = null;
        foreach (var (attachment, lot) in _attachments)
            if (!fact.DefinitelyBefore(attachment)) worn = lot;
        return worn;
    }

    /// <summary>True for a fact in a tag's stream that says something of a lot named by the tag alone.</summary>
    public static bool NamesLotByTag(Fact fact) => fact.Type.StartsWith("lot_", StringComparison.Ordinal);
}
