using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>The sale came to nothing.</summary>
public sealed record SaleCancelled(
    SaleId SaleId, PartyId Seller, PartyId Buyer, SaleCancelReason Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot is no longer part of the sale: title goes back.</summary>
public sealed record LotSaleCancelled(
    LotReference Lot, SaleId? SaleId, PartyId Seller, PartyId Buyer, SaleCancelReason Reason, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>Title to everything in the sale passed.</summary>
public sealed record SaleTitlePassed(
    SaleId SaleId, PartyId From, PartyId To, TitleGround Ground, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>Title to the lot passed; custody did not move by it.</summary>
public sealed record LotTitlePassed(
    LotReference Lot, SaleId? SaleId, PartyId From, PartyId To, TitleGround Ground, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>What the sale covers was pledged.</summary>
public sealed record SalePledged(
    SaleId SaleId, PartyId Owner, PartyId Pledgee, PledgeReason Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot was pledged: somebody lent on it.</summary>
public sealed record LotPledged(
    LotReference Lot, SaleId? SaleId, PartyId Owner, PartyId Pledgee, PledgeReason Reason, EventWhen When)
    : CustodyLedgerEvent(When);

/// <summary>The pledge on what the sale covers ended.</summary>
public sealed record SalePledgeReleased(
    SaleId SaleId, PartyId Owner, PartyId Pledgee, ReleaseReason Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The pledge on the lot ended.</summary>
public sealed record LotPledgeReleased(
    LotReference Lot, SaleId? SaleId, PartyId Owner, PartyId Pledgee, ReleaseReason Reason, EventWhen When)
    : CustodyLedgerEvent(When);
