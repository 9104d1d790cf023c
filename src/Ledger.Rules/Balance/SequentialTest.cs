namespace Ledger.Rules.Balance;

/// <summary>One period of a sequence, as the tests see it by its end.</summary>
/// <param name="Residual">
/// y: the period's gain less what the periods before let expect of it, in sigma of what was left to chance; independent standard normal
/// when nobody adds or takes anything (SITMUF).
/// </param>
/// <param name="Gained">Page's statistics upward, one for each of <see cref="SequentialTest.Allowances"/>.</param>
/// <param name="Lost">The same downward.</param>
/// <param name="Year">The sum of the last twelve periods' gains.</param>
public sealed record SequentialPoint(double Residual, IReadOnlyList<double> Gained, IReadOnlyList<double> Lost, Quantity Year)
{
    /// <summary>CUMUF: that sum in its own sigma.</summary>
    public double Cumulative => Year.Sigma > 0 ? Year.Kg / Year.Sigma : 0;
}

/// <summary>
/// Tests of a sequence of gains that share error sources: whitened by the Cholesky factor of their covariance, then Page's test with two
/// allowances, and the sum of a year. Standard practice of near-real-time nuclear material accountancy (SITMUF, CUMUF).
/// </summary>
public static class SequentialTest
{
    /// <summary>Page's k, in sigma: a small one for what is protracted, a large one for what is abrupt.</summary>
    public static readonly IReadOnlyList<double> Allowances = [0.25, 1];

    /// <summary>How many periods the cumulative sum takes: a year of months.</summary>
    public const int CumulativePeriods = 12;

    private const int OwnResiduals = 12;
    private const double UnprovenSigma = 1.2;
    private const double LeastSigma = 0.7;
    private const double MostSigma = 1.4;

    /// <param name="gains">One a period, in order.</param>
    public static IReadOnlyList<SequentialPoint> Run(IReadOnlyList<Quantity> gains)
    {
        var whitened = Whiten(gains);
        var points = new List<SequentialPoint>(gains.Count);
        var (gained, lost) = (new double[Allowances.Count], new double[Allowances.Count]);
        for (var period = 0; period < gains.Count; period++)
        {
            var residual = whitened[period] / OwnSigma(whitened, period);
            for (var i = 0; i < Allowances.Count; i++)
            {
                gained[i] = Math.Max(0, gained[i] + residual - Allowances[i]);
                lost[i] = Math.Max(0, lost[i] - residual - Allowances[i]);
            }

            points.Add(new(residual, [.. gained], [.. lost], Quantity.Sum(gains.Take(period + 1).TakeLast(CumulativePeriods))));
        }

        return points;
    }

    /// <summary>y = L^-1 G, with L the Cholesky factor of the gains' covariance; a row is added for each period.</summary>
    public static IReadOnlyList<double> Whiten(IReadOnlyList<Quantity> gains)
    {
        var factor = new double[gains.Count][];
        var whitened = new double[gains.Count];
        for (var period = 0; period < gains.Count; period++)
        {
            var row = factor[period] = new double[period + 1];
            var (left, rest) = (gains[period].Variance, gains[period].Kg);
            for (var earlier = 0; earlier < period; earlier++)
            {
                var shared = gains[period].CovarianceWith(gains[earlier]);
                for (var i = 0; i < earlier; i++) shared -= row[i] * factor[earlier][i];
                row[earlier] = factor[earlier][earlier] > 0 ? shared / factor[earlier][earlier] : 0;
                left -= row[earlier] * row[earlier];
                rest -= row[earlier] * whitened[earlier];
            }

            row[period] = Math.Sqrt(Math.Max(0, left));
            whitened[period] = row[period] > 0 ? rest / row[period] : 0;
        }

        return whitened;
    }

    // What the model of errors is worth at this place: unproven at first, then what the residuals before scattered about their
    // mean. About their mean, since a steady gain must not make itself look usual.
    private static double OwnSigma(IReadOnlyList<double> whitened, int period)
    {
        if (period < OwnResiduals) return UnprovenSigma;
        var before = whitened.Take(period).ToList();
        var mean = before.Average();
        var sigma = Math.Sqrt(before.Sum(each => (each - mean) * (each - mean)) / (before.Count - 1));
        return Math.Clamp(sigma, LeastSigma, MostSigma);
    }
}
