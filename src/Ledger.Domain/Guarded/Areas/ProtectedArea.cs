using System.Collections.Immutable;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Areas;

/// <summary>An area in the register: a protected one, or one that maps draw. Stream <c>area:{id}</c>.</summary>
/// <param name="Kind">For good, as first entered; null before.</param>
/// <param name="IsOpen">As of the latest entry it is protected, or stands on maps.</param>
/// <param name="From">The day from which the latest entry holds; null before the first.</param>
public sealed record ProtectedArea(ImmutableHashSet<CommandId> Done, AreaKind? Kind, bool IsOpen, LocalDate? From)
{
    public static readonly ProtectedArea Unknown = new([], Kind: null, IsOpen: false, From: null);

    public static ProtectedArea Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(Unknown, Fold);

    public static ProtectedArea Fold(ProtectedArea area, LedgerEvent ledgerEvent) => ledgerEvent switch
    {
        AreaProtected entered => new(area.Done.Add(entered.CommandId), AreaKind.Protected, IsOpen: true, entered.From),
        AreaMapped mapped => new(area.Done.Add(mapped.CommandId), mapped.Kind, IsOpen: true, mapped.From),
        AreaProtectionEnded ended => new(area.Done.Add(ended.CommandId), area.Kind, IsOpen: false, ended.From),
        AreaUnmapped ended => new(area.Done.Add(ended.CommandId), area.Kind, IsOpen: false, ended.From),
        _ => area,
    };
}
