using System.Collections.Immutable;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Sites;

/// <summary>A mine site in the register. Stream <c>site:{id}</c>.</summary>
/// <param name="Exists">False before its registration.</param>
/// <param name="StatusFrom">First day of the latest status.</param>
/// <param name="ActivityFrom">First day of the latest activity.</param>
/// <param name="BaselineFrom">First day of the latest baseline.</param>
public sealed record MineSite(
    ImmutableHashSet<CommandId> Done, bool Exists, LocalDate? StatusFrom, LocalDate? ActivityFrom, LocalDate? BaselineFrom = null)
{
    public static readonly MineSite Unknown = new([], Exists: false, StatusFrom: null, ActivityFrom: null);

    public static MineSite Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(Unknown, Fold);

    public static MineSite Fold(MineSite site, LedgerEvent ledgerEvent) => ledgerEvent switch
    {
        SiteRegistered registered => site.After(registered) with { Exists = true },
        SiteChanged changed => site.After(changed),
        SiteStatusDetermined determined => site.After(determined) with { StatusFrom = determined.From },
        SiteBaselineApproved approved => site.After(approved) with { BaselineFrom = approved.From },
        SiteActivityChanged changed => site.After(changed) with { ActivityFrom = changed.From },
        _ => site,
    };

    private MineSite After(GuardedLedgerEvent because) => this with { Done = Done.Add(because.CommandId) };
}
