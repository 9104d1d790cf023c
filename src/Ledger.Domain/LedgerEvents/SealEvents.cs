using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>Somebody's seal, not a programme tag, was put on a lot, a container or a transport.</summary>
public sealed record SealPlaced(
    SealId Seal, LotReference? Lot, ContainerId? Container, MovementId? MovementId, SealId? Replaces, SealAuthority
    Authority, SealReason? Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The seal was put on the lot.</summary>
public sealed record LotSealPlaced(
    LotReference Lot, SealId Seal, SealId? Replaces, SealAuthority Authority, SealReason? Reason, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>The seal was broken, or found broken.</summary>
public sealed record SealBroken(
    SealId Seal, LotReference? Lot, ContainerId? Container, MovementId? MovementId, SealAuthority Authority, SealReason
    Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The seal on the lot was broken, or found broken.</summary>
public sealed record LotSealBroken(
    LotReference Lot, SealId Seal, SealAuthority Authority, SealReason Reason, EventWhen When)
    : CustodyLedgerEvent(When);
