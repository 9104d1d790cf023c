using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>A mine site as the register has it.</summary>
/// <param name="Minerals">Empty where it is not known what is dug there.</param>
/// <param name="Status">The latest determination; null before the first one.</param>
/// <param name="Version">Decisions so far.</param>
/// <param name="BaselineFrom">First day of the latest approved baseline: what people dig there and bring out in a month.</param>
/// <param name="History">All of them, oldest first; only where one site is asked for.</param>
public sealed record SiteView(
    SiteId SiteId, string Name, CountryCode Country, AreaId? Area, PartyId? Operator, decimal Lat, decimal Lon,
    IReadOnlyList<Mineral> Minerals, SiteStatus? Status, LocalDate? StatusFrom, PartyId? StatusAuthority, LocalDate? CureBy,
    SiteActivity? Activity, LocalDate? ActivityFrom, int Version, IReadOnlyList<RegisterEntry>? History = null,
    LocalDate? BaselineFrom = null, int? ActiveMiners = null, Mass? MonthlyKg = null, Mass? CapacityKg = null)
{
    /// <summary>Folds one more event of the site's stream into what it was; other events change nothing.</summary>
    public static SiteView? After(SiteView? was, LedgerEvent next) => next switch
    {
        SiteRegistered registered => Of(registered.Site, registered.Description),
        SiteChanged changed => was?.Next(changed.Description),
        SiteStatusDetermined determined when was is not null => was with
        {
            Status = determined.Status, StatusFrom = determined.From, StatusAuthority = determined.Authority,
            CureBy = determined.CureBy, Version = was.Version + 1,
        },
        SiteBaselineApproved approved when was is not null => was with
        {
            BaselineFrom = approved.From, ActiveMiners = approved.ActiveMiners, MonthlyKg = approved.MonthlyKg,
            CapacityKg = approved.CapacityKg, Version = was.Version + 1,
        },
        SiteActivityChanged changed when was is not null =>
            was with { Activity = changed.Activity, ActivityFrom = changed.From, Version = was.Version + 1 },
        _ => was,
    };

    private static SiteView Of(SiteId site, SiteDescription says) => new(
        site, says.Name, says.Country, says.Area, says.Operator, says.Lat, says.Lon, says.Minerals, null, null, null, null, null, null, 1);

    private SiteView Next(SiteDescription says) => this with
    {
        Name = says.Name, Country = says.Country, Area = says.Area, Operator = says.Operator, Lat = says.Lat, Lon = says.Lon,
        Minerals = says.Minerals, Version = Version + 1,
    };
}
