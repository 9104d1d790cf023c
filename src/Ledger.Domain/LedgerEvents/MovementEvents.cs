using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>A transport left; its carrier is custodian on the way.</summary>
public sealed record MovementDispatched(
    MovementId MovementId, PartyId From, PartyId To, PartyId? Carrier, string? Route, IReadOnlyList<SealId> Seals,
    OffsetDateTime? ExpectedAt, IReadOnlyList<LotItem> Lots, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot left on that transport.</summary>
public sealed record LotDispatched(
    LotReference Lot, MovementId MovementId, PartyId From, PartyId To, PartyId? Carrier, Mass? NetKg, WeighingMethod?
    Method, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A transport came in, as the side it came to recorded it.</summary>
public sealed record MovementArrived(
    MovementId MovementId, PartyId? From, PartyId To, PartyId? Carrier, IReadOnlyList<ArrivedSeal> Seals,
    IReadOnlyList<LotItem> Lots, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot came in on that transport.</summary>
public sealed record LotArrived(
    LotReference Lot, MovementId MovementId, PartyId? From, PartyId To, Mass? NetKg, WeighingMethod? Method, bool?
    TagIntact, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A seal as it was found on arrival.</summary>
public sealed record ArrivedSeal(SealId Seal, bool Intact);
