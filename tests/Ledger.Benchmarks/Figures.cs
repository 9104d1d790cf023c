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

    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
