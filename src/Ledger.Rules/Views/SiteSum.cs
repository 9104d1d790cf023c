using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>Entries of sites' accounts added up, apart by what the masses were read on.</summary>
/// <param name="Move">Null where entries of all kinds are in it: what a first month opens with.</param>
/// <param name="ReadBy">Null where the scale is named.</param>
/// <param name="ReadAt">The last of the readings of one day; null where the scale is not named.</param>
/// <param name="Readings">Those it brings less those it takes away.</param>
/// <param name="Moved">Those it brings and those it takes away.</param>
/// <param name="Squares">Squares of the masses of its readings, each with its sign. Unit: kg squared.</param>
/// <param name="MovedSquares">The same without signs.</param>
public sealed record SiteSum(
    Mineral Mineral, YearMonth Month, SiteMove? Move, bool IsMeasured, ScaleId? ReadOn, PartyId? ReadBy, Instant? ReadAt, long Bags,
    long Readings, long Moved, long Grams, double Squares, double MovedSquares)
{
    /// <summary>Adds up in memory what a database adds up of many.</summary>
    /// <param name="first">Entries of months before are one with each other.</param>
    public static IEnumerable<SiteSum> Of(IEnumerable<SiteFlow> flows, YearMonth first, YearMonth last) => flows
        .Where(flow => flow.Month <= last)
        .GroupBy(flow => (
            flow.Mineral, Month: flow.Month < first ? first.PlusMonths(-1) : flow.Month,
            Move: flow.Month < first ? (SiteMove?)null : flow.Move, flow.IsMeasured, flow.ReadOn,
            By: flow.ReadOn is null ? flow.ReadBy : (PartyId?)null, Day: flow.ReadOn is null ? (LocalDate?)null : flow.ReadAt.InUtc().Date))
        .Select(same => new SiteSum(
            same.Key.Mineral, same.Key.Month, same.Key.Move, same.Key.IsMeasured, same.Key.ReadOn, same.Key.By,
            same.Key.ReadOn is null ? null : same.Max(flow => flow.ReadAt), same.Sum(flow => (long)flow.Bags),
            same.Sum(flow => (long)flow.Readings), same.Sum(flow => (long)Math.Abs(flow.Readings)), same.Sum(flow => flow.Grams),
            same.Sum(flow => flow.Readings * Square(flow)), same.Sum(flow => Math.Abs(flow.Readings) * Square(flow))));

    private static double Square(SiteFlow flow) => flow.Grams / 1000.0 * (flow.Grams / 1000.0);
}
