using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>The tag was cut off and is used up.</summary>
public sealed record TagCut(TagId Tag, CutReason? Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The lot wears no tag from then on.</summary>
public sealed record LotUntagged(LotReference Lot, CutReason? Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>The tag was on a drum of that export lot.</summary>
/// <param name="Drum">The label on the drum.</param>
public sealed record TagPacked(TagId Tag, LotId ExportLot, string Drum, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>An unused tag is void.</summary>
public sealed record TagVoided(
    TagId Tag, SiteId? Site, BoxId? Box, VoidReason? Reason, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>An unused tag is lost.</summary>
public sealed record TagLost(TagId Tag, SiteId? Site, BoxId? Box, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>An unused tag was stolen.</summary>
public sealed record TagStolen(TagId Tag, SiteId? Site, BoxId? Box, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>Unused tags left the site, back to the programme.</summary>
public sealed record TagsReturned(TagRange Tags, SiteId Site, BoxId? Box, EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A lock-box was opened before its key holders and its tags counted.</summary>
/// <param name="Counted">Tags in the box after removal and return.</param>
/// <param name="KeyHolders">How many were present; who they are is sealed.</param>
public sealed record LockBoxCounted(
    SiteId Site, BoxId Box, string Series, TagKind Kind, long Counted, long Removed, long Returned, long KeyHolders,
    EventWhen When) : CustodyLedgerEvent(When);

/// <summary>A sheet of a book was not used.</summary>
public sealed record SheetVoided(
    string Book, string Number, SheetVoidReason Reason, EventWhen When) : CustodyLedgerEvent(When);
