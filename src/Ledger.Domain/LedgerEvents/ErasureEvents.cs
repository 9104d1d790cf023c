using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>
/// Salt and body of a sealed part are gone for good; the leaf that commits to it stays, and proves nothing of it any more. The headers
/// say who decided it.
/// </summary>
/// <param name="Target">The custody event or command it was sealed with.</param>
public sealed record SealedPartErased(CustodyEventId Target, SealedKind Kind, ErasureReason Reason) : LedgerEvent;
