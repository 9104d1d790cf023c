using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A seal was broken, or found broken.</summary>
public sealed record BrokenSeal(CustodyEnvelope Envelope, SealSubject On, SealAuthority Authority, SealReason Reason)
    : CustodyEvent(Envelope)
{
    public static BrokenSeal Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, SealSubject.Read(fields), fields.Code<SealAuthority>("authority", required: true) ?? default,
        fields.Code<SealReason>("reason", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Seal(On.Seal), new SealBroken(
            On.Seal, On.Lot, On.Container, On.MovementId, Authority, Reason, When));
        if (On.Lot is { } lot) yield return new(lot.Stream, new LotSealBroken(lot, On.Seal, Authority, Reason, When));
    }
}
