using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>A smelter took in a lot, or did not.</summary>
public sealed record SmelterDeliveryReceived(
    SmelterId Smelter, PartyId Receiver, LotReference Lot, Mass NetKg, WeighingMethod Method, IReadOnlyList<Analyte>?
    Analytes, Pct? MoisturePct, RefusalReason? Refused, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A heat or campaign of a smelter.</summary>
/// <param name="StockChangeKg">Positive where material in process grew.</param>
/// <param name="Owner">Whose metal it is, where the smelter works for others.</param>
public sealed record HeatRecorded(
    HeatId HeatId, SmelterId Smelter, PartyId Holder, IReadOnlyList<HeatInput> Inputs, IReadOnlyList<OtherInput>
    OtherInputs, IReadOnlyList<HeatOutput> Outputs, Mass? SlagKg, Mass? StockChangeKg, PartyId? Owner, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>The lot, or that much of it, went into a heat.</summary>
public sealed record LotSmelted(
    LotReference Lot, HeatId HeatId, SmelterId Smelter, Mass NetKg, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A lot that went into a heat.</summary>
public sealed record HeatInput(LotReference Lot, Mass NetKg);

/// <summary>Material fed that no lot of this ledger stands for.</summary>
public sealed record OtherInput(OtherInputClass Class, Mass Kg);

/// <summary>What a heat made.</summary>
public sealed record HeatOutput(SmelterProduct Product, Mass Kg, Pct? GradePct);
