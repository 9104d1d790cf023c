using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Unused tags left a site, back to the programme.</summary>
public sealed record ReturnedTags(CustodyEnvelope Envelope, TagRange Tags, SiteId Site, BoxId? Box)
    : CustodyEvent(Envelope)
{
    public static ReturnedTags Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.TagRange() ?? default, fields.Id<SiteId>("siteId", required: true) ?? default,
        fields.Id<BoxId>("box"));

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.TagBox(Site, Box), new TagsReturned(Tags, Site, Box, When))];
}
