using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A sale came to nothing, as a whole or for some of its lots.</summary>
public sealed record CancelledSale(
    CustodyEnvelope Envelope, SaleOrLots What, PartyId Seller, PartyId Buyer, SaleCancelReason Reason)
    : CustodyEvent(Envelope)
{
    public static CancelledSale Read(Fields fields, CustodyEnvelope envelope)
    {
        var what = SaleOrLots.Read(fields);
        var (seller, buyer) = fields.TwoParties("seller", "buyer");
        return new(envelope, what, seller, buyer, fields.Code<SaleCancelReason>("reason", required: true) ?? default);
    }

    public override IReadOnlyList<PartyId> ActingParties => [Seller, Buyer];

    public override IEnumerable<StreamEvent> Capture() => What.Capture(
        sale => new SaleCancelled(sale, Seller, Buyer, Reason, When),
        lot => new LotSaleCancelled(lot, What.SaleId, Seller, Buyer, Reason, When));
}
