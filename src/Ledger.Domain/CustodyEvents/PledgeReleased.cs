using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A pledge ended.</summary>
public sealed record PledgeReleased(
    CustodyEnvelope Envelope, SaleOrLots What, PartyId Owner, PartyId Pledgee, ReleaseReason Reason)
    : CustodyEvent(Envelope)
{
    public static PledgeReleased Read(Fields fields, CustodyEnvelope envelope)
    {
        var what = SaleOrLots.Read(fields);
        var (owner, pledgee) = fields.TwoParties("owner", "pledgee");
        return new(envelope, what, owner, pledgee, fields.Code<ReleaseReason>("reason", required: true) ?? default);
    }

    public override IReadOnlyList<PartyId> ActingParties => [Owner, Pledgee];

    public override IEnumerable<StreamEvent> Capture() => What.Capture(
        sale => new SalePledgeReleased(sale, Owner, Pledgee, Reason, When),
        lot => new LotPledgeReleased(lot, What.SaleId, Owner, Pledgee, Reason, When));
}
