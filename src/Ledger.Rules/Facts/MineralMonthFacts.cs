using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Facts;

/// <summary>A mineral in a month: sites are compared with those that dig the same.</summary>
public readonly record struct MineralMonth(Mineral Mineral, YearMonth Month)
{
    /// <summary>How many months before tell what is usual.</summary>
    public const int History = 24;

    private const string Kind = "mineral-month:";

    /// <summary>Those in which anything was bagged as this lot, corrected or not.</summary>
    public static IEnumerable<MineralMonth> Of(LotFacts lot) => lot.Facts.Concat(lot.Corrected)
        .Where(fact => fact.Event is LotBagged)
        .Select(fact => new MineralMonth(((LotBagged)fact.Event).Mineral, SiteMonth.Of(fact))).Distinct();

    /// <summary>Reads <see cref="Subject"/>; null where it is none.</summary>
    public static MineralMonth? TryParse(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) && subject[Kind.Length..].Split('/') is [var mineral, var month]
        && Code<Mineral>.Find(mineral) is { } found && YearMonthPattern.Iso.Parse(month) is { Success: true } parsed
            ? new MineralMonth(found, parsed.Value) : null;

    /// <summary><c>mineral-month:coltan/2026-03</c></summary>
    public string Subject => $"{Kind}{Code<Mineral>.Name(Mineral)}/{YearMonthPattern.Iso.Format(Month)}";
}

/// <summary>What a site brought out of a mineral in a month, as weighed when it was bagged.</summary>
/// <param name="HeaviestKg">The heaviest bag of it.</param>
/// <param name="LastBegun">When the last bag began to be filled.</param>
public sealed record SiteProduction(SiteId Site, YearMonth Month, Mass Kg, Mass HeaviestKg, Instant LastBegun)
{
    /// <summary>Days of the month: nobody says on how many of them people dug.</summary>
    public int Days => CalendarSystem.Iso.GetDaysInMonth(Month.Year, Month.Month);
}

/// <summary>A registered site, and what was approved of what it can bring out, in the order it was entered.</summary>
public sealed record ProducingSite(
    SiteId Site, CountryCode Country, AreaId? Area, GeoPosition Position, IReadOnlyList<SiteBaselineApproved> Baselines)
{
    /// <summary>What held in a month; where it changed in it, the larger numbers.</summary>
    public (int? Miners, Mass? MonthlyKg, Mass? CapacityKg) In(YearMonth month)
    {
        var (first, last) = (month.OnDayOfMonth(1), month.PlusMonths(1).OnDayOfMonth(1).PlusDays(-1));
        List<SiteBaselineApproved> held = [.. Baselines.Where(each => each.From > first && each.From <= last)];
        if (Baselines.LastOrDefault(each => each.From <= first) is { } earlier) held.Add(earlier);
        return (held.Max(each => each.ActiveMiners), held.Max(each => each.MonthlyKg), held.Max(each => each.CapacityKg));
    }

    /// <summary>People who dig; of the time before the first baseline, what that says.</summary>
    public int? MinersIn(YearMonth month) => In(month).Miners ?? Baselines.Select(each => each.ActiveMiners).FirstOrDefault();
}

/// <summary>A site that digs the mineral was suspended.</summary>
/// <param name="From">When those concerned could know.</param>
public sealed record SiteStop(SiteId Site, Instant From, Fact Report);

/// <summary>What registered sites brought out of a mineral, in a month and the 24 before it.</summary>
public sealed record MineralMonthFacts(
    MineralMonth MineralMonth, IReadOnlyDictionary<SiteId, ProducingSite> Sites, IReadOnlyList<SiteProduction> Productions)
{
    /// <summary>Reports that one of the sites was suspended, as far as they count.</summary>
    public IReadOnlyList<SiteStop> Stops { get; init; } = [];

    /// <summary>What was bagged in the month at sites that no register knows: nobody can say where they lie.</summary>
    public Mass UnregisteredKg { get; init; }

    /// <summary>The bags of the month, of the sites of which more must be known.</summary>
    public IReadOnlyDictionary<SiteId, IReadOnlyList<Fact>> Bags { get; init; } = new Dictionary<SiteId, IReadOnlyList<Fact>>();

    /// <summary>The reports among facts of the sites' streams of suspensions.</summary>
    public static IReadOnlyList<SiteStop> StopsIn(IEnumerable<Fact> reports) =>
        [.. from fact in reports.Order()
            where fact.Event is SuspensionReported { Subject.SiteId: not null }
            let report = (SuspensionReported)fact.Event
            select new SiteStop(report.Subject.SiteId!.Value, report.NoticedAt.ToInstant(), fact)];

    /// <summary>Those of the month itself, in order of site.</summary>
    public IEnumerable<SiteProduction> OfTheMonth => Productions
        .Where(each => each.Month == MineralMonth.Month).OrderBy(each => each.Site.Value, StringComparer.Ordinal);
}
