using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// Lots left on a transport, as the sending side recorded it. The vehicle is sealed, the driver is among the people.
/// </summary>
public sealed record Dispatched(
    CustodyEnvelope Envelope, MovementId MovementId, PartyId From, PartyId To, PartyId? Carrier, string? Route,
    IReadOnlyList<SealId> Seals, OffsetDateTime? ExpectedAt, IReadOnlyList<LotItem> Lots,
    string? Vehicle) : CustodyEvent(Envelope)
{
    public static Dispatched Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope,
        fields.OwnId<MovementId>("movementId", envelope.RecordedBy) ?? new MovementId(LotFields.MadeFrom(envelope)),
        fields.Id<PartyId>("from") ?? envelope.RecordedBy, fields.Id<PartyId>("to", required: true) ?? default,
        fields.Id<PartyId>("carrier"), fields.Label("route"),
        [.. fields.List("seals", SealId.Read, max: 100).OfType<SealId>()], fields.Time("expectedAt"),
        fields.Items("lots", LotFields.Item), fields.Text("vehicle", maxLength: 50));

    public override IReadOnlyList<PartyId> ActingParties => Carrier is { } carrier ? [From, carrier] : [From];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Movement(MovementId), new MovementDispatched(
            MovementId, From, To, Carrier, Route, Seals, ExpectedAt, Lots, When), OpensStream: true);
        foreach (var item in Lots)
            yield return new(item.Lot.Stream,
                new LotDispatched(item.Lot, MovementId, From, To, Carrier, item.NetKg, item.Method, When));
    }

    public override IEnumerable<SealedPart> Sealed() =>
        Vehicle is null ? base.Sealed() : base.Sealed().Append(
            SealedPart.Of(SealedKind.Vehicle, Vehicle, LedgerJson.Default.String));
}
