using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A holder counted what it has: lots by sight, opened heaps by mass.</summary>
public sealed record CountedStock(
    CustodyEnvelope Envelope, CountId CountId, PartyId Holder, string? Facility, IReadOnlyList<CountedLot> Lots,
    IReadOnlyList<CountedHeap> Heaps, bool Complete) : CustodyEvent(Envelope)
{
    public static CountedStock Read(Fields fields, CustodyEnvelope envelope)
    {
        var lots = fields.List("lots", ReadLot);
        var heaps = fields.List("heaps", ReadHeap);
        fields.RequireDistinct("lots", lots, counted => counted.Lot);
        fields.RequireDistinct("heaps", heaps, counted => counted.Lot);
        return new(
            envelope,
            fields.OwnId<CountId>("countId", envelope.RecordedBy) ?? new CountId(LotFields.MadeFrom(envelope)),
            fields.Id<PartyId>("holder") ?? envelope.RecordedBy, fields.Label("facility"), lots, heaps,
            fields.Flag("complete", required: true) ?? default);
    }

    public override IReadOnlyList<PartyId> ActingParties => [Holder];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(
            StreamName.Holder(Holder), new StockCounted(CountId, Holder, Facility, Lots, Heaps, Complete, When));
        foreach (var (lot, seen, net, method) in Lots)
            yield return new(lot.Stream,
                new LotCounted(lot, CountId, Holder, seen, net, method, MoisturePct: null, Analytes: null, When));
        foreach (var (lot, _, net, method, moisture, analytes) in Heaps)
            yield return new(StreamName.Lot(lot),
                new LotCounted(new(lot), CountId, Holder, Seen: true, net, method, moisture, analytes, When));
    }

    private static CountedLot? ReadLot(Fields fields)
    {
        var lot = fields.Lot();
        var seen = fields.Flag("seen", required: true);
        var (net, method) = fields.OptionalMass();
        if (seen is false && net is not null) fields.Error("netKg", "must not be given for a lot that was not seen");
        return lot is { } reference && seen is { } there ? new(reference, there, net, method) : null;
    }

    private static CountedHeap? ReadHeap(Fields fields)
    {
        var lot = fields.Id<LotId>("lotId", required: true);
        var (net, method) = fields.RequiredMass();
        var mineral = fields.Code<Mineral>("mineral", required: true);
        var (moisture, analytes) = (fields.Pct("moisturePct"), fields.Analytes());
        return lot is { } heap && mineral is { } known ? new(heap, known, net, method, moisture, analytes) : null;
    }
}
