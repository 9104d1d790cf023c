using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>A mass with the bags it is in.</summary>
/// <param name="Grams">As weighed, exactly.</param>
/// <param name="Mass">The same with its uncertainty.</param>
public sealed record CountedMass(long Bags, long Grams, Quantity Mass);

/// <summary>
/// Tagged mineral at sites in a month, as weighed: opening and bagged and first weighed and difference are taken and used and lost and
/// closing, to the gram.
/// </summary>
/// <param name="FirstWeighed">Bags that nobody had weighed when they were filled.</param>
/// <param name="Difference">What weighings at the site added to what was known.</param>
/// <param name="Taken">Another took it, or it was sent off.</param>
/// <param name="Used">Runs of who held it took it.</param>
/// <param name="Lost">Sampled, or reported lost.</param>
/// <param name="Point">What sequential tests say of the differences at the month's end.</param>
public sealed record SiteStockMonth(
    Mineral Mineral, YearMonth Month, CountedMass Opening, CountedMass Bagged, CountedMass FirstWeighed, CountedMass Difference,
    CountedMass Taken, CountedMass Used, CountedMass Lost, CountedMass Closing, SequentialPoint Point);

/// <summary>Adds up the account of a site, or of many, month by month.</summary>
public static class SiteStock
{
    private static readonly Quantity Nothing = Quantity.Zero;

    /// <param name="sums">Of all that is asked for, until the last month.</param>
    /// <param name="scales">The streams of the scales in them.</param>
    /// <param name="settings">As they hold in the last month.</param>
    /// <param name="first">The month from which differences are followed.</param>
    /// <param name="last">The last month.</param>
    public static IReadOnlyList<SiteStockMonth> Of(
        IReadOnlyCollection<SiteSum> sums, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings,
        YearMonth first, YearMonth last)
    {
        var readings = new ScaleReadings(
            sums.Where(sum => sum.ReadOn is not null).Select(sum => (sum.ReadOn!.Value, sum.ReadAt!.Value)), scales, settings);
        return [.. sums.GroupBy(sum => sum.Mineral).OrderBy(group => group.Key)
            .SelectMany(group => Months(group.Key, [.. group], readings, first, last))];
    }

    private static IEnumerable<SiteStockMonth> Months(
        Mineral mineral, List<SiteSum> sums, ScaleReadings readings, YearMonth first, YearMonth last)
    {
        var months = new List<SiteStockMonth>();
        var opening = There([.. sums.Where(sum => sum.Month < first)], readings);
        for (var month = first; month <= last; month = month.PlusMonths(1))
        {
            var here = sums.FindAll(sum => sum.Month == month);
            if (here.Count == 0 && opening is { Bags: 0, Grams: 0 }) continue;
            var closing = here.Count == 0 ? opening : There([.. sums.Where(sum => sum.Month <= month)], readings);
            months.Add(new(
                mineral, month, opening, Moved(here, readings, 1, SiteMove.Bagged), Moved(here, readings, 1, SiteMove.FirstWeighed),
                Moved(here, readings, 1, SiteMove.Difference), Moved(here, readings, -1, SiteMove.Taken),
                Moved(here, readings, -1, SiteMove.Used), Moved(here, readings, -1, SiteMove.Sampled, SiteMove.Lost), closing,
                new(0, [], [], Nothing)));
            opening = closing;
        }

        var points = SequentialTest.Run([.. months.Select(month => month.Difference.Mass)]);
        return months.Zip(points, (month, point) => month with { Point = point });
    }

    // A reading that was taken away again is in it no more.
    private static CountedMass There(IReadOnlyList<SiteSum> sums, ScaleReadings readings) => new(
        sums.Sum(sum => sum.Bags), sums.Sum(sum => sum.Grams),
        Quantity.Sum(sums.GroupBy(sum => (sum.IsMeasured, sum.ReadOn, sum.ReadBy, sum.ReadAt?.InUtc().Date))
            .Select(same => Mass(
                readings, same.MaxBy(sum => sum.ReadAt)!, same.Sum(sum => sum.Grams), same.Sum(sum => sum.Readings),
                same.Sum(sum => sum.Squares)))));

    private static CountedMass Moved(List<SiteSum> sums, ScaleReadings readings, int sign, params SiteMove[] moves)
    {
        var moved = sums.FindAll(sum => sum.Move is { } move && moves.Contains(move));
        return new(
            sign * moved.Sum(sum => sum.Bags), sign * moved.Sum(sum => sum.Grams),
            Quantity.Sum(moved.Select(sum => Mass(readings, sum, sum.Grams, sum.Moved, sum.MovedSquares))) * sign);
    }

    private static Quantity Mass(ScaleReadings readings, SiteSum sum, long grams, long count, double squares) => sum.IsMeasured
        ? readings.Measured(sum.ReadBy ?? default, sum.ReadOn, sum.ReadAt ?? default, grams / 1000.0, count)
        : readings.Estimated(grams / 1000.0, squares);
}
