using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Lots are gone: stolen, destroyed, seized.</summary>
public sealed record LostLots(
    CustodyEnvelope Envelope, IReadOnlyList<LotItem> Lots, PartyId? Holder, LossCause Cause,
    PartyId? Authority) : CustodyEvent(Envelope)
{
    public static LostLots Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Items("lots", LotFields.Item), fields.Id<PartyId>("holder"),
        fields.Code<LossCause>("cause", required: true) ?? default, fields.Id<PartyId>("authority"));

    public override IEnumerable<StreamEvent> Capture() => Lots.Select(item => new StreamEvent(
        item.Lot.Stream, new LotLost(item.Lot, Holder, Cause, Authority, item.NetKg, item.Method, When)));
}
