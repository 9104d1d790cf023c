using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>Mineral was put together as a lot at a site.</summary>
/// <param name="Holder">Who held it afterwards, where the recorder said so.</param>
/// <param name="EstimatedGradePct">Percent of dry mass, by eye.</param>
public sealed record LotBagged(
    LotId Lot, Mineral Mineral, SiteId Site, string? Pit, string? Team, Packaging Packaging, string? Colour,
    PartyId? Holder, Pct? EstimatedGradePct, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A tag was tied on the lot, in place of another where <paramref name="Replaces"/> says so.</summary>
public sealed record LotTagged(LotReference Lot, TagId Tag, TagId? Replaces, TagReason? Reason, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>The lot was on a scale, or somebody said what it weighs: the method tells.</summary>
public sealed record LotWeighed(
    LotReference Lot, Mass NetKg, Mass? GrossKg, Mass? TareKg, WeighingMethod Method, MassBasis Basis, ScaleId? ScaleId,
    WeighingPurpose Purpose, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot was part of a sale. Title passes when <paramref name="TitlePasses"/> says.</summary>
public sealed record LotSold(
    LotReference Lot, SaleId SaleId, PartyId Seller, PartyId Buyer, Mass? NetKg, WeighingMethod? Method,
    TitlePasses TitlePasses, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The receiving side's word: custody of the lot is now with <paramref name="Receiver"/>.</summary>
/// <param name="ScaleId">What it was measured on, where the receiver said so.</param>
public sealed record LotReceived(
    LotReference Lot, PartyId Receiver, PartyId? From, ReceiptBasis Basis, SaleId? SaleId, MovementId? MovementId,
    Mass? NetKg, WeighingMethod? Method, bool? TagIntact, EventWhen When, ScaleId? ScaleId = null) : CustodyLedgerEvent(When);

/// <summary>The receiving side did not take the lot: custody and title go back.</summary>
public sealed record LotRefused(
    LotReference Lot, PartyId Receiver, PartyId? From, SaleId? SaleId, MovementId? MovementId, RefusalReason Reason,
    EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>The lot, or that much of it, went into a processing run.</summary>
public sealed record LotConsumed(
    LotReference Lot, RunId RunId, Mass NetKg, WeighingMethod Method, Pct? MoisturePct,
    IReadOnlyList<Analyte>? Analytes, PartyId Holder, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot came out of a processing run.</summary>
public sealed record LotProduced(
    LotId Lot, RunId RunId, OutputKind Kind, Mineral Mineral, Mass NetKg, WeighingMethod Method, Pct? MoisturePct,
    IReadOnlyList<Analyte>? Analytes, PartyId Holder, PartyId? Owner, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>One measured constituent, percent of dry mass.</summary>
public sealed record Analyte(string Name, Pct Pct);
