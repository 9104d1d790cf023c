using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A smelter took in a lot, or refused it, with what it weighed and found there.</summary>
/// <param name="Receiver">The smelter's company as a party of this ledger; the recorder where the body names
/// nobody.</param>
public sealed record SmelterReceived(
    CustodyEnvelope Envelope, SmelterId Smelter, PartyId Receiver, PartyId? From, LotReference Lot, Mass NetKg,
    WeighingMethod Method, IReadOnlyList<Analyte>? Analytes, Pct? MoisturePct,
    RefusalReason? Refused, ScaleId? ScaleId) : CustodyEvent(Envelope)
{
    public static SmelterReceived Read(Fields fields, CustodyEnvelope envelope)
    {
        var receiver = fields.Id<PartyId>("receiver") ?? envelope.RecordedBy;
        var from = fields.Id<PartyId>("from");
        if (from == receiver) fields.Error("from", "must be another party than the receiver");
        var (net, method) = fields.RequiredMass();
        return new(
            envelope, fields.Id<SmelterId>("smelter", required: true) ?? default, receiver, from,
            fields.Lot() ?? default, net, method, fields.Analytes(), fields.Pct("moisturePct"),
            fields.Code<RefusalReason>("refused"), fields.Id<ScaleId>("scaleId"));
    }

    public override IReadOnlyList<PartyId> ActingParties => [Receiver];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Smelter(Smelter), new SmelterDeliveryReceived(
            Smelter, Receiver, Lot, NetKg, Method, Analytes, MoisturePct, Refused, When));
        yield return new(Lot.Stream, Refused is { } reason
            ? new LotRefused(Lot, Receiver, From, SaleId: null, MovementId: null, reason, When)
            : new LotReceived(
                Lot, Receiver, From, ReceiptBasis.Sale, SaleId: null, MovementId: null, NetKg, Method, TagIntact: null,
                When, Method == WeighingMethod.Measured ? ScaleId : null));
    }
}
