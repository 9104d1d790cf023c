using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>The receiving side's record of a delivery: what it took, what it weighed there, what it refused.</summary>
/// <param name="Receiver">Who holds the lots now; the recorder where the body names nobody.</param>
/// <param name="ScaleId">What those lots were measured on that were measured.</param>
public sealed record Received(
    CustodyEnvelope Envelope, PartyId Receiver, PartyId? From, ReceiptBasis Basis, SaleId? SaleId,
    MovementId? MovementId, IReadOnlyList<LotItem> Lots, IReadOnlyList<RefusedLot> Refused,
    ScaleId? ScaleId)
    : CustodyEvent(Envelope)
{
    public static Received Read(Fields fields, CustodyEnvelope envelope)
    {
        var receiver = fields.Id<PartyId>("receiver") ?? envelope.RecordedBy;
        var from = fields.Id<PartyId>("from");
        if (from == receiver) fields.Error("from", "must be another party than the receiver");
        var lots = fields.List("lots", LotFields.ReceivedItem);
        var refused = fields.List("refused", ReadRefused);
        fields.RequireOneOf("lots", "refused");
        fields.RequireDistinct("lots", lots, item => item.Lot);
        fields.RequireDistinct("refused", refused, item => item.Lot);
        return new(
            envelope, receiver, from, fields.Code<ReceiptBasis>("basis", required: true) ?? default,
            fields.Id<SaleId>("saleId"), fields.Id<MovementId>("movementId"), lots, refused, fields.Id<ScaleId>("scaleId"));
    }

    public override IReadOnlyList<PartyId> ActingParties => [Receiver];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(
            DeliveryStream, new DeliveryReceived(Receiver, From, Basis, SaleId, MovementId, Lots, Refused, When));
        foreach (var item in Lots)
            yield return new(item.Lot.Stream, new LotReceived(
                item.Lot, Receiver, From, Basis, SaleId, MovementId, item.NetKg, item.Method, item.TagIntact, When,
                item.Method == WeighingMethod.Measured ? ScaleId : null));
        foreach (var (lot, reason) in Refused)
            yield return new(lot.Stream, new LotRefused(lot, Receiver, From, SaleId, MovementId, reason, When));
    }

    // Both halves of a transfer stand in one stream where they share an id.
    private StreamName DeliveryStream =>
        SaleId is { } sale ? StreamName.Sale(sale)
        : MovementId is { } movement ? StreamName.Movement(movement)
        : StreamName.Delivery(Envelope.Id);

    private static RefusedLot? ReadRefused(Fields fields)
    {
        var lot = fields.Lot();
        var reason = fields.Code<RefusalReason>("reason", required: true);
        return lot is { } reference && reason is { } why ? new(reference, why) : null;
    }
}
