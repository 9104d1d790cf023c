using System.Globalization;

namespace Ledger.Cli.Detection;

/// <summary>The three pictures of the report.</summary>
internal static class DetectionPlots
{
    public static IReadOnlyList<(string Name, string Title)> Titles { get; } =
    [
        ("detection-strength.svg", "Laundering found within six months, against its strength"),
        ("detection-delay.svg", "Days until an incident names a fraud"),
        ("detection-false-alarms.svg", "False incidents a holder-year in honest worlds"),
    ];

    public static IEnumerable<(string Name, string Svg)> Of(DetectionTable table)
    {
        yield return (Titles[0].Name, Strength(table));
        yield return (Titles[1].Name, Delay(table));
        yield return (Titles[2].Name, FalseAlarms(table));
    }

    private static string Strength(DetectionTable table)
    {
        var plot = new SvgPlot(Titles[0].Title, "laundered, percent of throughput", "found, percent", maxX: 10, maxY: 100);
        foreach (var (regime, colour) in new[] { ("everywhere", "#1b6e8c"), ("nowhere", "#b4541a") })
        {
            var cells = table.Cells.Where(cell => cell.Cell.StartsWith("laundering:", StringComparison.Ordinal)
                    && cell.Cell.EndsWith('/' + regime))
                .Select(cell => (X: StrengthOf(cell), Cell: cell)).OrderBy(each => each.X).ToList();
            plot.Line($"moisture {regime}", colour, isDashed: false, cells.Select(each => Point(each.X, each.Cell.Within6)));
            plot.Line($"fixed percentage, {regime}", colour, isDashed: true, cells.Select(each => Point(each.X, each.Cell.Fixed6)));
        }

        return plot.ToString();
    }

    // Medians, from the first to the third quartile.
    private static string Delay(DetectionTable table)
    {
        var found = table.Cells.Where(cell => cell.Delays.Count > 0).ToList();
        var plot = new SvgPlot(Titles[1].Title, "days", "", maxX: 370, maxY: found.Count + 1, hasScaleY: false);
        foreach (var (row, cell) in found.Index())
        {
            var (low, high) = (cell.Delays[cell.Delays.Count / 4], cell.Delays[cell.Delays.Count * 3 / 4]);
            plot.Bar($"{cell.Cell} ({cell.Delays.Count} of {cell.Worlds})", found.Count - row, low, cell.MedianDelay!.Value, high);
        }

        return plot.ToString();
    }

    private static string FalseAlarms(DetectionTable table)
    {
        var most = Math.Max(0.04, 1.2 * table.Clean.Select(Upper).DefaultIfEmpty().Max());
        var plot = new SvgPlot(
            Titles[2].Title, "false incidents a holder-year; the line is the budget", "", most, table.Clean.Count + 1, hasScaleY: false);
        foreach (var (row, clean) in table.Clean.Index())
            plot.Bar(
                $"{clean.Cell} ({clean.Trials.Count} worlds)", table.Clean.Count - row, Lower(clean), clean.PerHolderYear, Upper(clean));
        plot.Upright(0.01);
        return plot.ToString();
    }

    // Counts of rare things: square roots are near normal (Anscombe), 95 %.
    private static double Upper(CleanSummary clean) => PerHolderYear(clean, Math.Sqrt(clean.FalseIncidents + 0.375) + 0.98);

    private static double Lower(CleanSummary clean) => PerHolderYear(clean, Math.Max(0, Math.Sqrt(clean.FalseIncidents + 0.375) - 0.98));

    private static double PerHolderYear(CleanSummary clean, double rootOfCount) =>
        clean.HolderYears == 0 ? 0 : rootOfCount * rootOfCount / clean.HolderYears;

    private static (double X, double Y, double Low, double High) Point(double x, Proportion part) =>
        (x, 100 * part.Rate, 100 * part.Interval.Low, 100 * part.Interval.High);

    private static double StrengthOf(CellSummary cell) =>
        double.Parse(cell.Cell.Split(':', '/')[1], CultureInfo.InvariantCulture);
}
