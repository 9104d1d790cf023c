using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Rules;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>Tagged mineral of a site in a year: what was bagged, what left, what lies there, and what was to be expected.</summary>
/// <param name="Until">The last closed day: R10 has judged the months whose <c>toldOn</c> is not after it.</param>
/// <param name="Months">By mineral, oldest first; only those in which there was anything.</param>
public sealed record SiteBalanceView(SiteId SiteId, int Year, LocalDate Until, IReadOnlyList<SiteBalanceMonth> Months)
{
    /// <param name="stock">Of the year, and of months before it.</param>
    /// <param name="expected">What is told of the site's minerals, month by month.</param>
    public static SiteBalanceView Of(
        SiteId site, int year, LocalDate until, IEnumerable<SiteStockMonth> stock, IEnumerable<MineralMonthFacts> expected,
        RuleSettings settings)
    {
        var told = expected.ToDictionary(
            month => month.MineralMonth,
            month => ProductionAboveUsual.Expected(month, settings, until, new HashSet<SiteId> { site }).GetValueOrDefault(site));
        return new(site, year, until, [.. stock.Where(month => month.Month.Year == year)
            .Select(month => SiteBalanceMonth.Of(month, told.GetValueOrDefault(new(month.Mineral, month.Month))))]);
    }
}

/// <summary>
/// A month of one mineral, in kilograms as weighed: opening and bagged and first weighed and difference are taken and used and lost and
/// closing.
/// </summary>
/// <param name="From">The month's first day.</param>
/// <param name="BaggedKg">As weighed when they were filled: what R10 judges.</param>
/// <param name="FirstWeighedKg">Bags that nobody weighed when they were filled, at their first weighing.</param>
/// <param name="DifferenceKg">What later weighings at the site added; drying makes it negative.</param>
/// <param name="TakenKg">Another took it, or it was sent off; as last weighed at the site.</param>
/// <param name="UsedKg">Runs of who held it there took it.</param>
/// <param name="LostKg">Sampled, or reported lost.</param>
/// <param name="ClosingKg">What lies there under a tag at the month's end.</param>
/// <param name="BaggedSigmaKg">1 sigma of it, and so on: what scales and estimates may be wrong by.</param>
/// <param name="DifferenceZ">The difference in its sigma; absent where nothing was weighed again.</param>
/// <param name="Gained">Page's statistics of the differences upward, protracted and abrupt, from the year before on.</param>
/// <param name="Lost">The same downward.</param>
/// <param name="Cumulative">Up to twelve months' differences in their own sigma.</param>
/// <param name="GoneBags">Used up, or lost.</param>
/// <param name="Expected">What was to be expected of the bagged; absent where nothing was weighed, or no register knows the site.</param>
public sealed record SiteBalanceMonth(
    Mineral Mineral, LocalDate From, decimal OpeningKg, decimal BaggedKg, decimal FirstWeighedKg, decimal DifferenceKg, decimal TakenKg,
    decimal UsedKg, decimal LostKg, decimal ClosingKg, decimal BaggedSigmaKg, decimal DifferenceSigmaKg, decimal TakenSigmaKg,
    decimal ClosingSigmaKg, decimal? DifferenceZ, IReadOnlyList<decimal> Gained, IReadOnlyList<decimal> Lost, decimal Cumulative,
    decimal CumulativeKg, decimal CumulativeSigmaKg, long OpeningBags, long BaggedBags, long TakenBags, long GoneBags, long ClosingBags,
    ExpectedOutput? Expected)
{
    internal static SiteBalanceMonth Of(SiteStockMonth month, ExpectedOutput? expected)
    {
        var difference = month.Difference.Mass;
        return new(
            month.Mineral, month.Month.OnDayOfMonth(1), Kg(month.Opening), Kg(month.Bagged), Kg(month.FirstWeighed), Kg(month.Difference),
            Kg(month.Taken), Kg(month.Used), Kg(month.Lost), Kg(month.Closing), Rounding.Kg(month.Bagged.Mass.Sigma),
            Rounding.Kg(difference.Sigma), Rounding.Kg(month.Taken.Mass.Sigma), Rounding.Kg(month.Closing.Mass.Sigma),
            difference.Sigma > 0 ? Rounding.Sigmas(difference.Kg / difference.Sigma) : null,
            [.. month.Point.Gained.Select(Rounding.Sigmas)], [.. month.Point.Lost.Select(Rounding.Sigmas)],
            Rounding.Sigmas(month.Point.Cumulative), Rounding.Kg(month.Point.Year.Kg), Rounding.Kg(month.Point.Year.Sigma),
            month.Opening.Bags, month.Bagged.Bags, month.Taken.Bags, month.Used.Bags + month.Lost.Bags - month.Difference.Bags,
            month.Closing.Bags, expected);
    }

    private static decimal Kg(CountedMass mass) => mass.Grams / 1000m;
}

/// <summary>What was to be expected of what a site bagged in a month, as R10 sees it.</summary>
/// <param name="ToldOn">From that day on the month's sheets had time to come in: before it, peers and habit are not asked.</param>
/// <param name="Miners">Of the approved baseline.</param>
/// <param name="BaselineKg">What was approved.</param>
/// <param name="CapacityKg">The most its people and shafts can bring out.</param>
/// <param name="PeersKg">What as many people bring out at like sites of its area or country.</param>
/// <param name="UsualKg">Its own median month, moved as its peers' month moved.</param>
/// <param name="UsualSigmaKg">1 sigma upward of that.</param>
/// <param name="Z">How far the month stands above it, in robust sigma, at most 4.</param>
/// <param name="Page">Page's sum of the months until then, k = 0.5, upward.</param>
/// <param name="ZThreshold">From there on one month is a finding.</param>
/// <param name="PageThreshold">Beyond it the sum is.</param>
/// <param name="Beyond">What R10 speaks of: <c>capacity</c>, <c>baseline</c>, <c>peers</c>, <c>month</c>, <c>protracted</c>.</param>
public sealed record ExpectedOutput(
    LocalDate ToldOn, int? Miners, Mass? BaselineKg, Mass? CapacityKg, decimal? PeersKg, decimal? UsualKg, decimal? UsualSigmaKg,
    decimal? Z, decimal? Page, decimal ZThreshold, decimal PageThreshold, IReadOnlyList<string> Beyond);
