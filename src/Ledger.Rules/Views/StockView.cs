using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>All that a party had of a mineral in a month, as weighed. Opening and in and gain are out and closing.</summary>
/// <param name="Mineral">Absent where no record says what it was.</param>
/// <param name="From">The month's first day.</param>
/// <param name="InKg">Bagged, received, found again, or used without a record that it came.</param>
/// <param name="OutKg">Sent, exported, smelted, sampled, lost.</param>
/// <param name="ProcessingKg">What runs and consignments gave less what they took; negative where mass was lost. Runs
/// that are not closed have taken and not yet given.</param>
/// <param name="DifferenceKg">What weighings and counts of lots added to what was known; negative where they showed less.</param>
/// <param name="Flows">The same, one by one, largest first.</param>
public sealed record StockMonth(
    Mineral? Mineral, LocalDate From, decimal OpeningKg, decimal InKg, decimal OutKg, decimal ProcessingKg, decimal DifferenceKg,
    decimal ClosingKg, IReadOnlyList<StockPart> Flows)
{
    private static readonly StockMove[] Ins = [StockMove.Bagged, StockMove.Received, StockMove.Recovered, StockMove.Unrecorded];
    private static readonly StockMove[] Inside = [StockMove.Produced, StockMove.Composed, StockMove.Consumed, StockMove.Consigned];

    /// <summary>The months from the first to the last in which there was anything, by mineral.</summary>
    /// <param name="sums">Entries added up; those of earlier months are what the first one opens with.</param>
    public static IReadOnlyList<StockMonth> Of(IEnumerable<StockSum> sums, YearMonth first, YearMonth last) =>
        [.. sums.GroupBy(sum => sum.Mineral).OrderBy(group => group.Key).SelectMany(group => Months(group.Key, [.. group], first, last))];

    private static IEnumerable<StockMonth> Months(Mineral? mineral, List<StockSum> sums, YearMonth first, YearMonth last)
    {
        var stock = sums.Where(sum => sum.Month < first).Sum(sum => sum.Grams);
        for (var month = first; month <= last; month = month.PlusMonths(1))
        {
            var here = sums.FindAll(sum => sum.Month == month);
            var closing = stock + here.Sum(sum => sum.Grams);
            if (here.Count > 0 || stock != 0)
                yield return new(
                    mineral, month.OnDayOfMonth(1), Kg(stock), SumOf(here, Ins.Contains), -SumOf(here, IsOut), SumOf(here, Inside.Contains),
                    SumOf(here, move => move == StockMove.Difference), Kg(closing),
                    [.. here.GroupBy(sum => (sum.Move, sum.Other))
                        .Select(flow => new StockPart(flow.Key.Move, flow.Key.Other, Kg(flow.Sum(sum => sum.Grams))))
                        .OrderByDescending(flow => Math.Abs(flow.Kg)).ThenBy(flow => flow.Move)
                        .ThenBy(flow => flow.PartyId?.Value, StringComparer.Ordinal)]);
            stock = closing;
        }
    }

    private static bool IsOut(StockMove move) => move != StockMove.Difference && !Ins.Contains(move) && !Inside.Contains(move);

    private static decimal SumOf(IEnumerable<StockSum> sums, Func<StockMove, bool> isOf) =>
        Kg(sums.Where(sum => isOf(sum.Move)).Sum(sum => sum.Grams));

    private static decimal Kg(long grams) => grams / 1000m;
}

/// <summary>One way in which mass came or left in a month.</summary>
/// <param name="PartyId">Whom it came from or went to, where that is known.</param>
/// <param name="Kg">Negative where it left.</param>
public sealed record StockPart(StockMove Move, PartyId? PartyId, decimal Kg);

/// <summary>Entries of a party's account added up.</summary>
public sealed record StockSum(Mineral? Mineral, YearMonth Month, StockMove Move, PartyId? Other, long Grams)
{
    public static IEnumerable<StockSum> Of(IEnumerable<StockFlow> flows) => flows
        .GroupBy(flow => (flow.Mineral, flow.Month, flow.Move, flow.Other))
        .Select(flow => new StockSum(flow.Key.Mineral, flow.Key.Month, flow.Key.Move, flow.Key.Other, flow.Sum(each => each.Grams)));
}
