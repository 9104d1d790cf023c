using System.Globalization;

namespace Ledger.Benchmarks;

/// <summary>Figures of several rounds, and how they are shown.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        List<double> ordered = [.. values.Order()];
        return ordered[ordered.Count / 2];
    }

    /// <summary>Bounds that hold the median of what was sampled with 95 %, whatever its distribution: two of the values.</summary>
    public static (double Low, double High) MedianInterval(IEnumerable<double> values)
    {
        List<double> ordered = [.. values.Order()];
        var rank = Math.Max(0, (int)((ordered.Count - (1.96 * Math.Sqrt(ordered.Count))) / 2));
        return (ordered[rank], ordered[^(rank + 1)]);
    }

    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
