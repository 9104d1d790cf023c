using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.


/// <summary>A maker delivered tags: they exist from here on.</summary>
/// <param name="IssuedOn">The day, where it was entered in the register only later.</param>
public sealed record TagsIssued(CommandId CommandId, TagRange Tags, LocalDate? IssuedOn = null)
    : GuardedLedgerEvent(CommandId);

/// <summary>Somebody asked for tags for a site.</summary>
public sealed record TagsRequested(
    CommandId CommandId, CommandId RequestId, SiteId Site, PartyId RequestedBy, TagKind Kind, long Count)
    : GuardedLedgerEvent(CommandId);

/// <summary>A request was reviewed.</summary>
/// <param name="Allowance">How many tags may be assigned on it; 0 where declined.</param>
/// <param name="ReviewedOn">The day, where it was entered in the register only later.</param>
public sealed record TagRequestReviewed(
    CommandId CommandId, CommandId RequestId, Verdict Verdict, long Allowance, LocalDate? ReviewedOn = null)
    : GuardedLedgerEvent(CommandId);

/// <summary>Tags were given to a site on a request, within its allowance.</summary>
/// <param name="AssignedOn">The day, where it was entered in the register only later.</param>
public sealed record TagsAssigned(
    CommandId CommandId, CommandId RequestId, SiteId Site, TagRange Tags, LocalDate? AssignedOn = null)
    : GuardedLedgerEvent(CommandId);
