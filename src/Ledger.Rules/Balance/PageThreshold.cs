using System.Collections.Concurrent;
using Ledger.Rules.Numerics;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Balance;

/// <summary>
/// How high Page's one-sided statistic max(0, P + y - k) of independent standard normal y may go by chance: from the Markov chain of
/// Brook and Evans (Biometrika 59, 1972, 539-549), which cuts 0..h into cells.
/// </summary>
public static class PageThreshold
{
    private const int Cells = 160;
    private const double Finest = 1e-4;

    // A threshold takes some 10 ms and depends on nothing else.
    private static readonly ConcurrentDictionary<(int, double, double), double> Known = new();

    /// <summary>The threshold that is exceeded at least once within so many periods with that probability.</summary>
    /// <param name="periods">At least 1.</param>
    /// <param name="alpha">Between 0 and 1.</param>
    /// <param name="allowance">Page's k, in sigma.</param>
    public static double Of(int periods, double alpha, double allowance) =>
        Known.GetOrAdd((periods, alpha, allowance), static key =>
            Bisection.WhereItFallsTo(key.Item2, Finest, threshold => AlarmProbability(key.Item1, threshold, key.Item3)));

    /// <summary>Shewhart's: the largest of so many independent standard normal values exceeds it with that probability.</summary>
    public static double Shewhart(int periods, double alpha) => Normal.InvCDF(0, 1, Math.Pow(1 - alpha, 1.0 / periods));

    /// <summary>The probability of at least one alarm within so many periods.</summary>
    public static double AlarmProbability(int periods, double threshold, double allowance)
    {
        var steps = Transitions(threshold, allowance, drift: 0);
        var at = new double[Cells];
        at[0] = 1;
        for (var period = 0; period < periods; period++) at = Step(at, steps);
        return 1 - at.Sum();
    }

    /// <summary>How many periods pass on average until an alarm, from a statistic of 0.</summary>
    /// <param name="drift">Mean of y, in sigma: 0 for an innocent sequence.</param>
    public static double AverageRunLength(double threshold, double allowance, double drift)
    {
        // L = 1 + Q L, for every cell to start from.
        var steps = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(Transitions(threshold, allowance, drift));
        var identity = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(Cells);
        return (identity - steps).Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(Cells, 1))[0];
    }

    private static double[] Step(double[] at, double[,] steps)
    {
        var next = new double[Cells];
        for (var from = 0; from < Cells; from++)
            for (var to = 0; to < Cells; to++) next[to] += at[from] * steps[from, to];
        return next;
    }

    // Cell 0 reaches half a width above 0 and takes all that falls below; the others are a width each, and h is half a width above the
    // middle of the last.
    private static double[,] Transitions(double threshold, double allowance, double drift)
    {
        var width = 2 * threshold / ((2 * Cells) - 1);
        var steps = new double[Cells, Cells];
        for (var from = 0; from < Cells; from++)
        {
            var below = 0.0;
            for (var to = 0; to < Cells; to++)
            {
                var upTo = Normal.CDF(0, 1, ((to + 0.5) * width) - (from * width) + allowance - drift);
                steps[from, to] = upTo - below;
                below = upTo;
            }
        }

        return steps;
    }
}
