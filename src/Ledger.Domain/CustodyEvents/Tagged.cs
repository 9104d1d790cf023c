using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A tag was tied on a lot, perhaps in place of another.</summary>
public sealed record Tagged(CustodyEnvelope Envelope, LotId LotId, TagId Tag, TagId? Replaces, string? Reason) : CustodyEvent(Envelope)
{
    public static Tagged Read(Fields fields, CustodyEnvelope envelope)
    {
        var tag = fields.Tag("tag", required: true);
        var replaces = fields.Tag("replaces");
        if (tag is not null && tag == replaces) fields.Error("replaces", "must be another tag than the one attached");
        return new(envelope, fields.Id<LotId>("lotId", required: true) ?? default, tag ?? default, replaces, fields.Text("reason"));
    }

    public override IEnumerable<StreamEvent> Capture()
    {
        var lot = new LotReference(LotId);
        yield return new(StreamName.Lot(LotId), new LotTagged(lot, Tag, Replaces, Reason, When));
        yield return new(StreamName.Tag(Tag), new TagAttached(Tag, lot, When));
        if (Replaces is { } old) yield return new(StreamName.Tag(old), new TagReplaced(old, Tag, lot, Reason, When));
    }
}
