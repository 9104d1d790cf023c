using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>A holder counted what it has.</summary>
/// <param name="Complete">Everything there was counted, so what is not listed was not there.</param>
public sealed record StockCounted(
    CountId CountId, PartyId Holder, string? Facility, IReadOnlyList<CountedLot> Lots, IReadOnlyList<CountedHeap> Heaps,
    bool Complete, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot was looked for in a count.</summary>
public sealed record LotCounted(
    LotReference Lot, CountId CountId, PartyId Holder, bool Seen, Mass? NetKg, WeighingMethod? Method, Pct? MoisturePct,
    IReadOnlyList<Analyte>? Analytes, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot, or that much of it, is gone.</summary>
/// <param name="Authority">The office that seized it or took the report.</param>
public sealed record LotLost(
    LotReference Lot, PartyId? Holder, LossCause Cause, PartyId? Authority, Mass? NetKg, WeighingMethod? Method,
    EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot, or that much of it, is back.</summary>
public sealed record LotRecovered(
    LotReference Lot, PartyId? Holder, PartyId? Authority, Mass? NetKg, WeighingMethod? Method, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>Mineral without a tag was found; where is in the headers.</summary>
public sealed record UntaggedFound(
    PartyId? Holder, Mineral? Mineral, Mass? NetKg, WeighingMethod? Method, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A lot as one line of a count.</summary>
public sealed record CountedLot(LotReference Lot, bool Seen, Mass? NetKg, WeighingMethod? Method);

/// <summary>Opened material as one line of a count.</summary>
public sealed record CountedHeap(
    LotId Lot, Mineral Mineral, Mass NetKg, WeighingMethod Method, Pct? MoisturePct, IReadOnlyList<Analyte>? Analytes);
