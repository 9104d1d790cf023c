namespace Ledger.Rules.Numerics;

/// <summary>Medians, which one wrong number does not move.</summary>
internal static class RobustStatistics
{
    /// <summary>Sigma of a normal distribution, in median absolute deviations.</summary>
    public const double SigmaOfMad = 1.4826;

    /// <param name="values">At least one.</param>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return At(sorted, sorted.Length, index => index);
    }

    /// <summary>The median of all but one of them, without making the others anew.</summary>
    /// <param name="sorted">At least two.</param>
    /// <param name="left">One of them.</param>
    public static double MedianWithout(double[] sorted, double left)
    {
        var skipped = Array.BinarySearch(sorted, left);
        return At(sorted, sorted.Length - 1, index => index < skipped ? index : index + 1);
    }

    /// <summary>Sigma by the median absolute deviation from the median.</summary>
    /// <param name="values">At least one.</param>
    public static double Sigma(IReadOnlyList<double> values)
    {
        var median = Median(values);
        return SigmaOfMad * Median(values.Select(value => Math.Abs(value - median)));
    }

    private static double At(double[] sorted, int count, Func<int, int> place) =>
        (sorted[place((count - 1) / 2)] + sorted[place(count / 2)]) / 2;
}
