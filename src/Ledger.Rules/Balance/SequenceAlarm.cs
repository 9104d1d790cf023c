namespace Ledger.Rules.Balance;

/// <summary>Periods of a sequence that add up to more than chance lets them.</summary>
/// <param name="Test">The statistic that went furthest beyond its threshold.</param>
/// <param name="First">The index of the first period it adds up.</param>
/// <param name="Last">Of the last.</param>
/// <param name="Amount">What they add up to.</param>
/// <param name="ToleratedKg">About the amount of these periods at which it would not have gone beyond.</param>
internal sealed record SequenceAlarm(
    string Test, double Value, double Threshold, int First, int Last, Quantity Amount, double ToleratedKg)
{
    public const string ProtractedTest = "page-0.25";
    public const string AbruptTest = "page-1";
    public const string CumulativeTest = "cumulative";

    // Losses nobody weighs make honest months fall short, and a month that falls less short look like a gain: it must be one.
    private const double LeastSigma = 2;

    /// <summary>The newest period at whose end a statistic stood beyond its threshold; null when there is none.</summary>
    /// <param name="amounts">Upward is what is looked for.</param>
    /// <param name="judged">The index of the first period that is judged; those before tell what is usual.</param>
    public static SequenceAlarm? Of(
        IReadOnlyList<SequentialPoint> points, IReadOnlyList<Quantity> amounts, int judged, BalanceThresholds thresholds)
    {
        for (var last = points.Count - 1; last >= judged; last--)
        {
            if (points[last].Residual <= 0) continue; // what an earlier period left behind was said of that period
            SequenceAlarm[] tests =
            [
                Page(ProtractedTest, 0, thresholds.Protracted, points, amounts, last),
                Page(AbruptTest, 1, thresholds.Abrupt, points, amounts, last),
                Cumulated(points, amounts, last, thresholds.Cumulative),
            ];
            var furthest = tests.MaxBy(alarm => alarm.Value / alarm.Threshold)!;
            if (furthest.Value > furthest.Threshold && furthest.Amount.Kg > LeastSigma * furthest.Amount.Sigma) return furthest;
        }

        return null;
    }

    private static SequenceAlarm Page(
        string test, int which, double threshold, IReadOnlyList<SequentialPoint> points, IReadOnlyList<Quantity> amounts, int last)
    {
        var (allowance, value) = (SequentialTest.Allowances[which], points[last].Gained[which]);
        var first = last;
        while (first > 0 && points[first - 1].Gained[which] > 0) first--;
        var drained = allowance * (last - first + 1);
        var amount = Quantity.Sum(amounts.Take(last + 1).Skip(first));
        return new(test, value, threshold, first, last, amount, amount.Kg * (threshold + drained) / (value + drained));
    }

    private static SequenceAlarm Cumulated(
        IReadOnlyList<SequentialPoint> points, IReadOnlyList<Quantity> amounts, int last, double threshold)
    {
        var first = Math.Max(0, last + 1 - SequentialTest.CumulativePeriods);
        var amount = Quantity.Sum(amounts.Take(last + 1).Skip(first));
        return new(CumulativeTest, points[last].Cumulative, threshold, first, last, amount, threshold * amount.Sigma);
    }
}
