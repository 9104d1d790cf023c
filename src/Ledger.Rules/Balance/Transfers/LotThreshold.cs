using System.Collections.Concurrent;
using Ledger.Rules.Numerics;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>
/// How far the most unusual of n lots may be from the middle of its shipment by chance, in units of max(1.4826 MAD,
/// floor). The spread is itself estimated from those lots: it is taken as normal, with the efficiency of the MAD, and
/// not below the floor.
/// </summary>
public static class LotThreshold
{
    // 1.4826 MAD of n normal values: sigma (n - 0.8) / n with a standard deviation of 1.167 / sqrt n (Rousseeuw and
    // Croux 1993).
    private const double MadDeviation = 1.167;
    private const double MadShortfall = 0.8;

    // How much further than from the true middle an unusual value is from the median of all; fits simulated shipments
    // from 5 lots up.
    private const double MedianShare = 0.7;
    private const int Steps = 200;
    private const double Finest = 1e-3;

    private static readonly ConcurrentDictionary<(int, double, double), double> Known = new();

    /// <summary>The threshold that any of the lots exceeds with that probability.</summary>
    /// <param name="lots">At least 1.</param>
    /// <param name="alpha">Per shipment, both sides together.</param>
    /// <param name="floor">The least spread, in sigma of what the lots really spread.</param>
    public static double OfSpread(int lots, double alpha, double floor) =>
        Known.GetOrAdd((lots, alpha, floor), static key =>
            Bisection.WhereItFallsTo(key.Item2, Finest, threshold => Alarm(threshold, key.Item1, key.Item3)));

    /// <summary>The same where the spread is known and not estimated.</summary>
    public static double OfKnown(int lots, double alpha) => Normal.InvCDF(0, 1, 0.5 + (Math.Pow(1 - alpha, 1.0 / lots) / 2));

    // The mean over the spreads that may come out.
    private static double Alarm(double threshold, int lots, double floor)
    {
        var own = Math.Sqrt(1 + (MedianShare / lots));
        var sum = 0.0;
        for (var step = 0; step < Steps; step++)
        {
            var estimate = ((lots - MadShortfall) / lots)
                + (MadDeviation / Math.Sqrt(lots) * Normal.InvCDF(0, 1, (step + 0.5) / Steps));
            var within = 1 - (2 * Normal.CDF(0, 1, -threshold * Math.Max(estimate, floor) / own));
            sum += 1 - Math.Pow(within, lots);
        }

        return sum / Steps;
    }
}
