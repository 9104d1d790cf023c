using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// Lots came in on a transport, as the side they came to recorded it. Custody moves by <c>received</c>, not by this.
/// </summary>
public sealed record Arrived(
    CustodyEnvelope Envelope, MovementId MovementId, PartyId? From, PartyId To, PartyId? Carrier,
    IReadOnlyList<ArrivedSeal> Seals, IReadOnlyList<LotItem> Lots, string? Vehicle) : CustodyEvent(Envelope)
{
    public static Arrived Read(Fields fields, CustodyEnvelope envelope) => new(
        // The other side made the id; where the recorder does not know it, the halves match on parties and lots.
        envelope, fields.Id<MovementId>("movementId") ?? new MovementId(LotFields.MadeFrom(envelope)),
        fields.Id<PartyId>("from"), fields.Id<PartyId>("to") ?? envelope.RecordedBy, fields.Id<PartyId>("carrier"),
        fields.List("seals", ReadSeal, max: 100), fields.Items("lots", LotFields.ReceivedItem),
        fields.Text("vehicle", maxLength: 50));

    public override IReadOnlyList<PartyId> ActingParties => Carrier is { } carrier ? [To, carrier] : [To];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(
            StreamName.Movement(MovementId), new MovementArrived(MovementId, From, To, Carrier, Seals, Lots, When));
        foreach (var item in Lots)
            yield return new(item.Lot.Stream,
                new LotArrived(item.Lot, MovementId, From, To, item.NetKg, item.Method, item.TagIntact, When));
    }

    public override IEnumerable<SealedPart> Sealed() =>
        Vehicle is null ? base.Sealed() : base.Sealed().Append(
            SealedPart.Of(SealedKind.Vehicle, Vehicle, LedgerJson.Default.String));

    private static ArrivedSeal? ReadSeal(Fields fields)
    {
        var seal = SealId.Read(fields);
        var intact = fields.Flag("intact", required: true);
        return seal is { } number && intact is { } whole ? new(number, whole) : null;
    }
}
