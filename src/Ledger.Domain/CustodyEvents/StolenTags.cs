using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Unused tags were stolen. At most 500 in one record, since each tag keeps its own history.</summary>
public sealed record StolenTags(CustodyEnvelope Envelope, TagRange Tags, SiteId? Site, BoxId? Box)
    : CustodyEvent(Envelope)
{
    public static StolenTags Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.TagRange(500) ?? default, fields.Id<SiteId>("siteId"), fields.Id<BoxId>("box"));

    public override IEnumerable<StreamEvent> Capture() =>
        Tags.Tags().Select(tag => new StreamEvent(StreamName.Tag(tag), new TagStolen(tag, Site, Box, When)));
}
