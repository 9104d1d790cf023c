using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Somebody lent on lots.</summary>
public sealed record Pledged(
    CustodyEnvelope Envelope, SaleOrLots What, PartyId Owner, PartyId Pledgee, PledgeReason Reason)
    : CustodyEvent(Envelope)
{
    public static Pledged Read(Fields fields, CustodyEnvelope envelope)
    {
        var what = SaleOrLots.Read(fields);
        var (owner, pledgee) = fields.TwoParties("owner", "pledgee");
        return new(envelope, what, owner, pledgee, fields.Code<PledgeReason>("reason", required: true) ?? default);
    }

    public override IReadOnlyList<PartyId> ActingParties => [Owner, Pledgee];

    public override IEnumerable<StreamEvent> Capture() => What.Capture(
        sale => new SalePledged(sale, Owner, Pledgee, Reason, When),
        lot => new LotPledged(lot, What.SaleId, Owner, Pledgee, Reason, When));
}
