using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Somebody's seal, not a programme tag, was put on a lot, a container or a transport.</summary>
public sealed record PlacedSeal(
    CustodyEnvelope Envelope, SealSubject On, SealId? Replaces, SealAuthority Authority,
    SealReason? Reason) : CustodyEvent(Envelope)
{
    public static PlacedSeal Read(Fields fields, CustodyEnvelope envelope)
    {
        var on = SealSubject.Read(fields);
        var replaces = fields.Object("replaces", SealId.Read);
        if (replaces is { } old && old == on.Seal) fields.Error("replaces", "must be another seal than the one placed");
        return new(
            envelope, on, replaces, fields.Code<SealAuthority>("authority", required: true) ?? default,
            fields.Code<SealReason>("reason"));
    }

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Seal(On.Seal), new SealPlaced(
            On.Seal, On.Lot, On.Container, On.MovementId, Replaces, Authority, Reason, When), OpensStream: true);
        if (On.Lot is { } lot)
            yield return new(lot.Stream, new LotSealPlaced(lot, On.Seal, Replaces, Authority, Reason, When));
    }
}
