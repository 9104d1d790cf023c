using Ledger.Domain.Values;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.


/// <summary>A party stands in the register. Its name, address, owners and representatives are sealed.</summary>
public sealed record PartyRegistered(
    CommandId CommandId, PartyId Party, CountryCode Country, IReadOnlyList<PartyRole> Roles)
    : GuardedLedgerEvent(CommandId);

/// <summary>What the register says of a party changed; this is all of it, not only what is new.</summary>
public sealed record PartyChanged(
    CommandId CommandId, PartyId Party, CountryCode Country, IReadOnlyList<PartyRole> Roles)
    : GuardedLedgerEvent(CommandId);

/// <summary>A party asked to join the programme.</summary>
public sealed record MembershipApplied(CommandId CommandId, PartyId Party, MembershipKind Kind)
    : GuardedLedgerEvent(CommandId);

/// <summary>An application was reviewed; approved makes a member.</summary>
public sealed record MembershipReviewed(CommandId CommandId, PartyId Party, Verdict Verdict)
    : GuardedLedgerEvent(CommandId);

/// <summary>A member may not act until readmitted. What it records meanwhile is kept, and flagged.</summary>
public sealed record MemberSuspended(CommandId CommandId, PartyId Party, MemberSuspensionGround Ground)
    : GuardedLedgerEvent(CommandId);

/// <summary>A suspended member may act again.</summary>
public sealed record MemberReadmitted(CommandId CommandId, PartyId Party) : GuardedLedgerEvent(CommandId);
