namespace Ledger.Api.Pages.Lots;

/// <summary>One weight on a lot's way.</summary>
/// <param name="Line">The record that states it.</param>
/// <param name="NetKg">Kilograms.</param>
/// <param name="SpreadKg">The band of two standard deviations to each side; null where nobody weighed.</param>
public sealed record Weight(HistoryLine Line, decimal NetKg, decimal? SpreadKg);

/// <summary>The weights of a lot as a whole, in the order they happened.</summary>
public static class Weights
{
    // What was taken out of a lot or sampled from it says nothing of the whole.
    private static readonly HashSet<string> OfTheWhole =
    [
        "lot_weighed", "lot_sold", "lot_dispatched", "lot_arrived", "lot_received", "lot_counted", "lot_produced", "lot_consigned",
        "lot_exported", "lot_smelted",
    ];

    /// <param name="lines">The lot's history.</param>
    /// <param name="randomKg">1 sigma of one weighing, kilograms.</param>
    /// <param name="systematicPct">1 sigma of a scale in service, percent.</param>
    public static IReadOnlyList<Weight> Of(IEnumerable<HistoryLine> lines, decimal randomKg, decimal systematicPct) =>
        [.. from line in lines
            where line.IsEffective && OfTheWhole.Contains(line.Type)
            from net in line.Data.NetKg is { } kg ? [kg] : Array.Empty<decimal>()
            select new Weight(line, net, line.Data.Method == "measured" ? Spread(net, randomKg, systematicPct) : null)];

    private static decimal Spread(decimal net, decimal randomKg, decimal systematicPct)
    {
        var (random, systematic) = ((double)randomKg, (double)(net * systematicPct / 100));
        return decimal.Round((decimal)(2 * Math.Sqrt((random * random) + (systematic * systematic))), 2);
    }
}
