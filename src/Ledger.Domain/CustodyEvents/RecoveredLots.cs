using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Lots that were gone are back.</summary>
/// <param name="Holder">Who holds them now, where the recorder says so.</param>
public sealed record RecoveredLots(
    CustodyEnvelope Envelope, IReadOnlyList<LotItem> Lots, PartyId? Holder, PartyId? Authority)
    : CustodyEvent(Envelope)
{
    public static RecoveredLots Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Items("lots", LotFields.Item), fields.Id<PartyId>("holder"), fields.Id<PartyId>("authority"));

    public override IEnumerable<StreamEvent> Capture() => Lots.Select(item => new StreamEvent(
        item.Lot.Stream, new LotRecovered(item.Lot, Holder, Authority, item.NetKg, item.Method, When)));
}
