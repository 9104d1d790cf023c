using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A scale, and how finely it shows; the envelope's place says where it stands.</summary>
public sealed record RegisteredScale(
    CustodyEnvelope Envelope, ScaleId ScaleId, PartyId Owner, ScaleClass Class, Mass DivisionKg, Mass? CapacityKg)
    : CustodyEvent(Envelope)
{
    public static RegisteredScale Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Id<ScaleId>("scaleId", required: true) ?? default,
        fields.Id<PartyId>("owner") ?? envelope.RecordedBy, fields.Code<ScaleClass>("class", required: true) ?? default,
        fields.Mass("divisionKg", required: true) ?? default, fields.Mass("capacityKg"));

    public override IReadOnlyList<PartyId> ActingParties => [Owner];

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.Scale(ScaleId), new ScaleRegistered(ScaleId, Owner, Class, DivisionKg, CapacityKg, When),
            OpensStream: true)];
}
