using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>An authority's order stops a site, an area, a country or a party, as somebody reported it.</summary>
/// <param name="Order">The number of the order.</param>
/// <param name="NoticedAt">When those concerned could know of it; stock counted then is exempt.</param>
public sealed record SuspensionReported(
    SuspensionSubject Subject, Mineral? Mineral, string? Order, OffsetDateTime From, OffsetDateTime NoticedAt, EventWhen
    When) : CustodyLedgerEvent(When);

/// <summary>A suspension ended, as somebody reported it.</summary>
public sealed record SuspensionLiftReported(
    SuspensionSubject Subject, Mineral? Mineral, string? Order, OffsetDateTime From, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>Its owner shows the lot to another party until that day, included.</summary>
public sealed record LotShared(
    LotReference Lot, PartyId To, LocalDate Until, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>Somebody named in a finding answered; the text is sealed, its documents are in the headers.</summary>
public sealed record FindingAnswered(FindingId Finding, EventWhen When) : CustodyLedgerEvent(When);
