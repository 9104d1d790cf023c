using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Title passed; custody does not move by it.</summary>
public sealed record TitlePassed(
    CustodyEnvelope Envelope, SaleOrLots What, PartyId From, PartyId To, TitleGround Ground)
    : CustodyEvent(Envelope)
{
    public static TitlePassed Read(Fields fields, CustodyEnvelope envelope)
    {
        var what = SaleOrLots.Read(fields);
        var (from, to) = fields.TwoParties("from", "to");
        return new(envelope, what, from, to, fields.Code<TitleGround>("ground", required: true) ?? default);
    }

    public override IReadOnlyList<PartyId> ActingParties => [From, To];

    public override IEnumerable<StreamEvent> Capture() => What.Capture(
        sale => new SaleTitlePassed(sale, From, To, Ground, When),
        lot => new LotTitlePassed(lot, What.SaleId, From, To, Ground, When));
}
