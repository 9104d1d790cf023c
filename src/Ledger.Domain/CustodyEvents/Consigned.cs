using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Lots were put together as an export lot and packed.</summary>
public sealed record Consigned(
    CustodyEnvelope Envelope, LotId LotId, PartyId Exporter, Mineral? Mineral, IReadOnlyList<LotItem> Lots,
    IReadOnlyList<PackedDrum> Packing) : CustodyEvent(Envelope)
{
    public static Consigned Read(Fields fields, CustodyEnvelope envelope)
    {
        var lotId = fields.OwnId<LotId>("lotId", envelope.RecordedBy) ?? new LotId(LotFields.MadeFrom(envelope));
        var lots = fields.Items("lots", LotFields.Item);
        var packing = fields.List("packing", ReadDrum);
        if (lots.Any(item => item.Lot.LotId == lotId)) fields.Error("lots", "must not name the export lot itself");
        fields.RequireDistinct("packing", packing, drum => drum.Drum);
        return new(
            envelope, lotId, fields.Id<PartyId>("exporter") ?? envelope.RecordedBy, fields.Code<Mineral>("mineral"),
            lots, packing);
    }

    public override IReadOnlyList<PartyId> ActingParties => [Exporter];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Lot(LotId), new ExportLotComposed(LotId, Exporter, Mineral, Lots, Packing, When),
            OpensStream: true);
        foreach (var item in Lots)
            yield return new(
                item.Lot.Stream, new LotConsigned(item.Lot, LotId, Exporter, item.NetKg, item.Method, When));
        foreach (var drum in Packing)
            if (drum.Tag is { } tag) yield return new(StreamName.Tag(tag), new TagPacked(tag, LotId, drum.Drum, When));
    }

    private static PackedDrum? ReadDrum(Fields fields)
    {
        var label = fields.Label("drum", required: true);
        var gross = fields.Mass("grossKg");
        var net = fields.Mass("netKg", required: true);
        if (gross is { } whole && net is { } content && content > whole)
            fields.Error("netKg", "must not be more than grossKg");
        var tag = fields.Tag("tag");
        return label is not null && net is { } mass ? new(label, gross, mass, tag) : null;
    }
}
