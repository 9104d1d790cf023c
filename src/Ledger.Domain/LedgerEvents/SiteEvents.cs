using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.


/// <summary>A mine site stands in the register.</summary>
public sealed record SiteRegistered(CommandId CommandId, SiteId Site, SiteDescription Description)
    : GuardedLedgerEvent(CommandId);

/// <summary>What the register says of a site changed; this is all of it, not only what is new.</summary>
public sealed record SiteChanged(CommandId CommandId, SiteId Site, SiteDescription Description)
    : GuardedLedgerEvent(CommandId);

/// <summary>An authority determined a site's status.</summary>
/// <param name="CureBy">Yellow only: the day by which what was found wrong must be put right.</param>
public sealed record SiteStatusDetermined(
    CommandId CommandId, SiteId Site, SiteStatus Status, PartyId Authority, LocalDate From, LocalDate? CureBy)
    : GuardedLedgerEvent(CommandId);

/// <summary>A site is worked, or not, from that day.</summary>
public sealed record SiteActivityChanged(CommandId CommandId, SiteId Site, SiteActivity Activity, LocalDate From)
    : GuardedLedgerEvent(CommandId);

/// <summary>What a site can bring out, as the programme approved it from a day on. At least one number is given.</summary>
/// <param name="ActiveMiners">How many people dig there.</param>
/// <param name="MonthlyKg">What they bring out in a month, as weighed at the site.</param>
/// <param name="CapacityKg">What shafts, people and days allow at the very most, in a month.</param>
public sealed record SiteBaselineApproved(
    CommandId CommandId, SiteId Site, LocalDate From, int? ActiveMiners, Mass? MonthlyKg, Mass? CapacityKg)
    : GuardedLedgerEvent(CommandId);

/// <summary>What the register says of a mine site. Where it lies is public, as in the ICGLR site id.</summary>
/// <param name="Name">The name in the register of mine sites.</param>
/// <param name="Lat">WGS 84 degrees, 4 decimals.</param>
/// <param name="Lon">WGS 84 degrees, 4 decimals.</param>
/// <param name="Minerals">Empty where it is not known what is dug there.</param>
public sealed record SiteDescription(
    string Name, CountryCode Country, AreaId? Area, PartyId? Operator, decimal Lat, decimal Lon,
    IReadOnlyList<Mineral> Minerals);
