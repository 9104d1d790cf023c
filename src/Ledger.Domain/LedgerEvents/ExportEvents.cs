using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>Lots were put together for export.</summary>
public sealed record ExportLotComposed(
    LotId Lot, PartyId Exporter, Mineral? Mineral, IReadOnlyList<LotItem> Lots, IReadOnlyList<PackedDrum> Packing,
    EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot became part of an export lot.</summary>
public sealed record LotConsigned(
    LotReference Lot, LotId ExportLot, PartyId Exporter, Mass? NetKg, WeighingMethod? Method, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>An export certificate, as seen by the recorder.</summary>
public sealed record CertificateIssued(
    CertificateId Certificate, LotReference Lot, Mass WeightKg, Pct? GradePct, IReadOnlyList<CountryCode> Origin,
    LocalDate IssuedOn, LocalDate ExpiresOn, CertificateId? Replaces, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot has an export certificate.</summary>
public sealed record LotCertified(
    LotReference Lot, CertificateId Certificate, Mass WeightKg, Pct? GradePct, IReadOnlyList<CountryCode> Origin,
    LocalDate IssuedOn, LocalDate ExpiresOn, CertificateId? Replaces, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>An authority refused a certificate under that number.</summary>
public sealed record CertificateRefused(
    CertificateId Certificate, LotReference Lot, CertificateRefusalReason Reason, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>An authority refused the lot a certificate.</summary>
public sealed record LotCertificateRefused(
    LotReference Lot, PartyId Authority, string? Number, CertificateRefusalReason Reason, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>An authority took a certificate back.</summary>
public sealed record CertificateRevoked(
    CertificateId Certificate, LotReference? Lot, RevocationReason Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot's certificate was taken back.</summary>
public sealed record LotCertificateRevoked(
    LotReference Lot, CertificateId Certificate, RevocationReason Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot left the country. Customs value and taxes are sealed.</summary>
public sealed record LotExported(
    LotReference Lot, PartyId Exporter, Mass? NetKg, WeighingMethod? Method, CertificateId? Certificate, string?
    ShipmentNo, string ExitPoint, TransportMode Mode, PartyId? Carrier, ContainerId? Container, string? BillOfLading,
    Destination Destination, LocalDate ShippedOn, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>One drum or bag of an export lot.</summary>
public sealed record PackedDrum(string Drum, Mass? GrossKg, Mass NetKg, TagId? Tag);

/// <summary>Where an export goes.</summary>
public sealed record Destination(CountryCode Country, PartyId? Consignee);
