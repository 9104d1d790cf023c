using System.Collections.Immutable;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Areas;

/// <summary>An area in the register of protected areas. Stream <c>area:{id}</c>.</summary>
/// <param name="IsProtected">As of the latest entry.</param>
/// <param name="From">The day from which the latest entry holds; null before the first.</param>
public sealed record ProtectedArea(ImmutableHashSet<CommandId> Done, bool IsProtected, LocalDate? From)
{
    public static readonly ProtectedArea Unknown = new([], IsProtected: false, From: null);

    public static ProtectedArea Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(Unknown, Fold);

    public static ProtectedArea Fold(ProtectedArea area, LedgerEvent ledgerEvent) => ledgerEvent switch
    {
        AreaProtected entered => new(area.Done.Add(entered.CommandId), IsProtected: true, entered.From),
        AreaProtectionEnded ended => new(area.Done.Add(ended.CommandId), IsProtected: false, ended.From),
        _ => area,
    };
}
