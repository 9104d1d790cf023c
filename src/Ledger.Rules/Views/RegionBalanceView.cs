using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Rules;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>Tagged mineral at all registered sites of a country, or of an area of it, as one site's.</summary>
/// <param name="Area">Absent where the whole country is meant.</param>
/// <param name="Until">The last closed day.</param>
/// <param name="SiteCount">Sites that the register has there.</param>
/// <param name="Months">By mineral, oldest first; only those in which there was anything.</param>
public sealed record RegionBalanceView(
    CountryCode Country, AreaId? Area, int Year, LocalDate Until, int SiteCount, IReadOnlyList<RegionBalanceMonth> Months)
{
    /// <param name="sites">Those of the region.</param>
    /// <param name="stock">Theirs, of the year and of months before it.</param>
    /// <param name="expected">What is told of their minerals, month by month.</param>
    public static RegionBalanceView Of(
        (CountryCode Country, AreaId? Area) region, IReadOnlyCollection<SiteId> sites, (int Year, LocalDate Until) asked,
        IEnumerable<SiteStockMonth> stock, IEnumerable<MineralMonthFacts> expected, RuleSettings settings)
    {
        var (months, here) = (expected.ToDictionary(month => month.MineralMonth), sites.ToHashSet());
        return new(
            region.Country, region.Area, asked.Year, asked.Until, sites.Count,
            [.. stock.Where(month => month.Month.Year == asked.Year).Select(month => new RegionBalanceMonth(
                SiteBalanceMonth.Of(month, null), months.TryGetValue(new(month.Mineral, month.Month), out var facts)
                    ? RegionOutput.Of(facts, settings, asked.Until, here) : null))]);
    }
}

/// <summary>A month of one mineral.</summary>
/// <param name="Account">As of one site, without what is expected of one.</param>
/// <param name="Expected">What was to be expected of its sites together.</param>
public sealed record RegionBalanceMonth(SiteBalanceMonth Account, RegionOutput? Expected);

/// <summary>What was to be expected of what a region's sites bagged in a month, as R10 sees each of them.</summary>
/// <param name="ToldOn">From that day on the month's sheets had time to come in: before it, habit is not asked.</param>
/// <param name="ProducingSites">Sites at which anything was bagged and weighed.</param>
/// <param name="UsualKg">Of the sites of which it is known; absent where it is of none.</param>
/// <param name="UsualOfKg">What those sites bagged.</param>
/// <param name="UsualSites">How many they are.</param>
/// <param name="BaselineKg">Approved for the producing sites that have a baseline; absent where none has.</param>
/// <param name="BaselineOfKg">What those sites bagged.</param>
/// <param name="Beyond">Sites of which R10 speaks.</param>
/// <param name="UnregisteredKg">Bagged that month at sites that no register knows: in no country, and in no region's sum.</param>
public sealed record RegionOutput(
    LocalDate ToldOn, int ProducingSites, decimal? UsualKg, decimal UsualOfKg, int UsualSites, decimal? BaselineKg, decimal BaselineOfKg,
    IReadOnlyList<SiteId> Beyond, Mass UnregisteredKg)
{
    internal static RegionOutput Of(MineralMonthFacts month, RuleSettings settings, LocalDate asOf, IReadOnlySet<SiteId> sites)
    {
        var expected = ProductionAboveUsual.Expected(month, settings, asOf, sites);
        var bagged = month.OfTheMonth.Where(each => sites.Contains(each.Site)).ToDictionary(each => each.Site, each => each.Kg.Kg);
        var usual = expected.Where(each => each.Value.UsualKg is not null).ToList();
        var baseline = expected.Where(each => each.Value.BaselineKg is not null).ToList();
        return new(
            ProductionAboveUsual.ToldOn(month.MineralMonth, settings), bagged.Count,
            usual.Count == 0 ? null : usual.Sum(each => each.Value.UsualKg!.Value), usual.Sum(each => bagged[each.Key]), usual.Count,
            baseline.Count == 0 ? null : baseline.Sum(each => each.Value.BaselineKg!.Value.Kg), baseline.Sum(each => bagged[each.Key]),
            [.. expected.Where(each => each.Value.Beyond.Count > 0).Select(each => each.Key)
                .OrderBy(site => site.Value, StringComparer.Ordinal)],
            month.UnregisteredKg);
    }
}
