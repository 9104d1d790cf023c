using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>A sample was taken from the lot, which is that much lighter.</summary>
public sealed record LotSampled(
    LotReference Lot, SampleId SampleId, Mass NetKg, AssayPurpose For, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>What a laboratory or instrument found in the lot.</summary>
/// <param name="Basis">Of the analytes; grades are meant dry unless this says wet.</param>
/// <param name="SampledBy">The organisation that drew the sample; the person is sealed.</param>
public sealed record LotAssayed(
    LotReference Lot, SampleId? SampleId, PartyId Lab, AssayMethod Method, AssayPurpose Purpose, MassBasis Basis,
    IReadOnlyList<Analyte> Analytes, Pct? MoisturePct, PartyId? SampledBy, EventWhen When) : CustodyLedgerEvent(When);
