using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>A scale, and how finely it shows; where it stands is in the headers.</summary>
public sealed record ScaleRegistered(
    ScaleId Scale, PartyId Owner, ScaleClass Class, Mass DivisionKg, Mass? CapacityKg, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>A scale was calibrated: a new epoch begins.</summary>
/// <param name="Certificate">The number on the calibration certificate.</param>
public sealed record ScaleCalibrated(
    ScaleId Scale, CalibrationResult Result, string? Certificate, LocalDate? ValidUntil, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>A known mass was put on the scale.</summary>
public sealed record ScaleChecked(ScaleId Scale, Mass KnownKg, Mass ShownKg, EventWhen When) : CustodyLedgerEvent(When);
