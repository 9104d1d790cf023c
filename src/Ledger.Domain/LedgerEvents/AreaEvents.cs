using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>
/// An area is protected from a day on, in place of what was said of it from that day on before. Its outline follows in the same append.
/// </summary>
/// <param name="Name">The name in the register of protected areas.</param>
/// <param name="Box">What the outline lies in.</param>
/// <param name="Points">How many points the outline has.</param>
public sealed record AreaProtected(CommandId CommandId, AreaId Area, string Name, LocalDate From, OutlineBox Box, int Points)
    : GuardedLedgerEvent(CommandId);

/// <summary>
/// A border or a shore stands on maps from a day on, in place of what was drawn of it before. No rule reads it. Its outline follows in the
/// same append.
/// </summary>
/// <param name="Kind">Any but protected.</param>
/// <param name="Name">What maps call it.</param>
/// <param name="Box">What the outline lies in.</param>
/// <param name="Points">How many points the outline has.</param>
public sealed record AreaMapped(
    CommandId CommandId, AreaId Area, AreaKind Kind, string Name, LocalDate From, OutlineBox Box, int Points)
    : GuardedLedgerEvent(CommandId);

/// <summary>A stretch of the outline; the next one of the same ring goes on where it ends.</summary>
/// <param name="Polygon">Which piece of the area, from 0.</param>
/// <param name="Ring">0 for the outer ring of the piece, then its holes. A ring of one point is a place without extent.</param>
/// <param name="Degrees">Longitude and latitude in turn, WGS 84, 5 decimals.</param>
public sealed record AreaOutlined(CommandId CommandId, AreaId Area, int Polygon, int Ring, IReadOnlyList<decimal> Degrees)
    : GuardedLedgerEvent(CommandId);

/// <summary>An area is not protected any more from that day on.</summary>
public sealed record AreaProtectionEnded(CommandId CommandId, AreaId Area, LocalDate From) : GuardedLedgerEvent(CommandId);

/// <summary>A border or a shore stands on maps no more from that day on.</summary>
public sealed record AreaUnmapped(CommandId CommandId, AreaId Area, LocalDate From) : GuardedLedgerEvent(CommandId);
