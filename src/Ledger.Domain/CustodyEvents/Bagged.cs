using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// Mineral was put together as a lot at a site; tag and weighing may stand on the same line of the sheet.
/// </summary>
public sealed record Bagged(
    CustodyEnvelope Envelope, LotId LotId, Mineral Mineral, SiteId SiteId, string? Pit, string? Team,
    Packaging Packaging, string? Colour, PartyId? Holder, Pct? EstimatedGradePct, TagId? Tag,
    Weighing? Weighing) : CustodyEvent(Envelope)
{
    public static Bagged Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.OwnId<LotId>("lotId", envelope.RecordedBy) ?? new LotId(LotFields.MadeFrom(envelope)),
        fields.Code<Mineral>("mineral", required: true) ?? default,
        fields.Id<SiteId>("siteId", required: true) ?? default, fields.Label("pit"), fields.Label("team"),
        fields.Code<Packaging>("packaging") ?? Packaging.Bag, fields.Label("colour"), fields.Id<PartyId>("holder"),
        fields.Pct("estimatedGradePct"), fields.Tag("tag"),
        fields.Object("weighing", f => CustodyEvents.Weighing.Read(f, WeighingPurpose.Mine)));

    public override IEnumerable<StreamEvent> Capture()
    {
        var stream = StreamName.Lot(LotId);
        var lot = new LotReference(LotId);
        yield return new(
            stream, new LotBagged(LotId, Mineral, SiteId, Pit, Team, Packaging, Colour, Holder, EstimatedGradePct, When),
            OpensStream: true);
        if (Tag is { } tag)
        {
            yield return new(stream, new LotTagged(lot, tag, Replaces: null, Reason: null, When));
            yield return new(StreamName.Tag(tag), new TagAttached(tag, lot, When), OpensStream: true);
        }

        if (Weighing is { } weighing) yield return new(stream, weighing.AsEvent(lot, When));
    }
}
