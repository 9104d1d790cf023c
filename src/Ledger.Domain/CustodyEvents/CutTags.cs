using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Programme tags were cut off: named by their numbers, or by the lots that wore them.</summary>
public sealed record CutTags(
    CustodyEnvelope Envelope, IReadOnlyList<TagId> Tags, IReadOnlyList<LotReference> Lots,
    CutReason? Reason) : CustodyEvent(Envelope)
{
    public static CutTags Read(Fields fields, CustodyEnvelope envelope)
    {
        var tags = fields.Tags("tags");
        var lots = fields.Lots("lots");
        fields.RequireOneOf("tags", "lots");
        return new(envelope, tags, lots, fields.Code<CutReason>("reason"));
    }

    public override IEnumerable<StreamEvent> Capture()
    {
        // A lot named by its tag tells both; a tag that stands in both lists was cut once.
        foreach (var tag in Tags.Concat(Lots.Select(lot => lot.Tag).OfType<TagId>()).Distinct())
            yield return new(StreamName.Tag(tag), new TagCut(tag, Reason, When));
        foreach (var lot in Lots) yield return new(lot.Stream, new LotUntagged(lot, Reason, When));
    }
}
