using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A lot left the country. Customs value and taxes are sealed.</summary>
public sealed record Exported(CustodyEnvelope Envelope, Shipment Shipment, CustomsDeclaration? Customs)
    : CustodyEvent(Envelope)
{
    public static Exported Read(Fields fields, CustodyEnvelope envelope) =>
        new(envelope, Shipment.Read(fields, envelope), CustomsDeclaration.Read(fields));

    public override IReadOnlyList<PartyId> ActingParties => [Shipment.Exporter];

    public override IEnumerable<StreamEvent> Capture() => [new(Shipment.Lot.Stream, Shipment.AsEvent(When))];

    public override IEnumerable<SealedPart> Sealed() =>
        Customs is null ? base.Sealed()
            : base.Sealed().Append(
                SealedPart.Of(SealedKind.Commercial, Customs, LedgerJson.Default.CustomsDeclaration));
}

/// <summary>What left, how and where to; the bill of lading and shipment by their numbers.</summary>
public sealed record Shipment(
    LotReference Lot, PartyId Exporter, Mass? NetKg, WeighingMethod? Method, CertificateId? Certificate,
    string? ShipmentNo, string ExitPoint, TransportMode Mode, PartyId? Carrier, ContainerId? Container,
    string? BillOfLading, Destination Destination, LocalDate ShippedOn)
{
    public static Shipment Read(Fields fields, CustodyEnvelope envelope)
    {
        var (net, method) = fields.OptionalMass();
        return new(
            fields.Lot() ?? default, fields.Id<PartyId>("exporter") ?? envelope.RecordedBy, net, method,
            fields.Object("certificate", CertificateId.Read), fields.PrintedNumber("shipmentNo"),
            fields.Label("exitPoint", required: true) ?? "",
            fields.Code<TransportMode>("mode", required: true) ?? default, fields.Id<PartyId>("carrier"),
            fields.Id<ContainerId>("container"), fields.PrintedNumber("billOfLading"),
            fields.Object("destination", ReadDestination, required: true) ?? new(default, Consignee: null),
            fields.Date("shippedOn", required: true) ?? default);
    }

    public LotExported AsEvent(EventWhen when) => new(
        Lot, Exporter, NetKg, Method, Certificate, ShipmentNo, ExitPoint, Mode, Carrier, Container, BillOfLading,
        Destination, ShippedOn, when);

    private static Destination ReadDestination(Fields fields) =>
        new(fields.Id<CountryCode>("country", required: true) ?? default, fields.Id<PartyId>("consignee"));
}
