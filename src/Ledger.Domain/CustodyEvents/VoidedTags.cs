using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Unused tags are void. At most 500 in one record, since each tag keeps its own history.</summary>
public sealed record VoidedTags(CustodyEnvelope Envelope, TagRange Tags, SiteId? Site, BoxId? Box, VoidReason? Reason)
    : CustodyEvent(Envelope)
{
    public static VoidedTags Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.TagRange(500) ?? default, fields.Id<SiteId>("siteId"), fields.Id<BoxId>("box"),
        fields.Code<VoidReason>("reason"));

    public override IEnumerable<StreamEvent> Capture() =>
        Tags.Tags().Select(tag => new StreamEvent(StreamName.Tag(tag), new TagVoided(tag, Site, Box, Reason, When)));
}
