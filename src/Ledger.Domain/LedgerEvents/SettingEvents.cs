using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.


/// <summary>
/// A setting has that value for what happens from then on. It never reaches back before it was recorded.
/// </summary>
/// <param name="Name">For example <c>R5.heavierPct</c>; the unit is last in the name.</param>
public sealed record SettingChanged(CommandId CommandId, string Name, decimal Value, Instant EffectiveFrom)
    : GuardedLedgerEvent(CommandId);
