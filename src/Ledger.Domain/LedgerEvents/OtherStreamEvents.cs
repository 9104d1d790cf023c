using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>The tag was tied on a lot.</summary>
public sealed record TagAttached(TagId Tag, LotReference Lot, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The tag was taken off its lot and another one put on.</summary>
public sealed record TagReplaced(TagId Tag, TagId By, LotReference Lot, TagReason? Reason, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>Seller and buyer agreed, as one of them recorded it. Price and taxes are sealed.</summary>
public sealed record SaleAgreed(
    SaleId SaleId, PartyId Seller, PartyId Buyer, IReadOnlyList<LotItem> Lots, TitlePasses TitlePasses,
    SaleContract? Contract, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>What the parties agreed beyond the price.</summary>
/// <param name="SplittingLimits">Largest assay difference per analyte inside which the mean of both assays counts,
/// percent of dry mass.</param>
public sealed record SaleContract(IReadOnlyList<Analyte> SplittingLimits);

/// <summary>A delivery came in, as the receiving side recorded it.</summary>
public sealed record DeliveryReceived(
    PartyId Receiver, PartyId? From, ReceiptBasis Basis, SaleId? SaleId, MovementId? MovementId,
    IReadOnlyList<LotItem> Lots, IReadOnlyList<RefusedLot> Refused, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>One sheet of a processing run. Parts of a run add up; <paramref name="Final"/> closes it.</summary>
public sealed record RunPartRecorded(
    RunId RunId, RunOperation Operation, PartyId Holder, string? Facility, IReadOnlyList<RunInput> Inputs,
    IReadOnlyList<RunOutput> Outputs, Mass? MeasuredLossKg, bool Final, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A recorded event was wrong. The original stays; the fact index decides whether this is effective.</summary>
public sealed record EventCorrected(
    CustodyEventId Target, CorrectionReason Reason, CustodyEventId? Replacement, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>A lot as one line of a sale or delivery.</summary>
public sealed record LotItem(LotReference Lot, Mass? NetKg, WeighingMethod? Method, bool? TagIntact);

/// <summary>A lot that was not taken, and why.</summary>
public sealed record RefusedLot(LotReference Lot, RefusalReason Reason);

/// <summary>A lot, or part of it, that went into a run.</summary>
public sealed record RunInput(
    LotReference Lot, Mass NetKg, WeighingMethod Method, Pct? MoisturePct, IReadOnlyList<Analyte>? Analytes);

/// <summary>A lot that came out of a run.</summary>
public sealed record RunOutput(
    LotId Lot, OutputKind Kind, Mineral Mineral, TagId? Tag, Mass NetKg, WeighingMethod Method, Pct? MoisturePct,
    IReadOnlyList<Analyte>? Analytes, PartyId? Owner);
