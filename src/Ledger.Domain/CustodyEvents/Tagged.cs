using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A tag was tied on a lot, perhaps in place of another.</summary>
/// <param name="Lot">By its id, or by the tag that was replaced where the recorder knows only that.</param>
public sealed record Tagged(CustodyEnvelope Envelope, LotReference Lot, TagId Tag, TagId? Replaces, TagReason? Reason)
    : CustodyEvent(Envelope)
{
    public static Tagged Read(Fields fields, CustodyEnvelope envelope)
    {
        var lotId = fields.Id<LotId>("lotId");
        var tag = fields.Tag("tag", required: true);
        var replaces = fields.Tag("replaces");
        if (tag is not null && tag == replaces) fields.Error("replaces", "must be another tag than the one attached");
        fields.RequireOneOf("lotId", "replaces");
        var reason = fields.Code<TagReason>("reason");
        return new(envelope, new(lotId, lotId is null ? replaces : null), tag ?? default, replaces, reason);
    }

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(Lot.Stream, new LotTagged(Lot, Tag, Replaces, Reason, When));
        yield return new(StreamName.Tag(Tag), new TagAttached(Tag, Lot, When));
        if (Replaces is { } old) yield return new(StreamName.Tag(old), new TagReplaced(old, Tag, Lot, Reason, When));
    }
}
