using Ledger.Rules.Balance;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Tests.Balance;

/// <summary>Against published tables, and against sequences whose covariance is known.</summary>
public sealed class SequentialTestTests
{
    // One-sided thresholds by horizon and probability of any alarm. The table was drawn by chance, to some 0.03; the chain converges to
    // 0.001.
    [Theory]
    [InlineData(12, 0.05, 4.76, 3.37, 1.91, 2.63)]
    [InlineData(12, 0.01, 6.43, 4.67, 2.68, 3.14)]
    [InlineData(24, 0.01, 8.37, 5.59, 3.07, 3.34)]
    [InlineData(52, 0.01, 10.66, 6.53, 3.47, 3.55)]
    public void Thresholds_are_those_of_the_table(int periods, double alpha, double quarter, double half, double one, double shewhart)
    {
        Assert.Equal(quarter, PageThreshold.Of(periods, alpha, 0.25), 0.03);
        Assert.Equal(half, PageThreshold.Of(periods, alpha, 0.5), 0.02);
        Assert.Equal(one, PageThreshold.Of(periods, alpha, 1), 0.02);
        Assert.Equal(shewhart, PageThreshold.Shewhart(periods, alpha), 0.01);
    }

    // Montgomery, Introduction to Statistical Quality Control: one-sided, k = 0.5.
    [Theory]
    [InlineData(4, 335, 8.4)]
    [InlineData(5, 931, 10.4)]
    public void Average_run_lengths_are_those_of_the_textbook(double threshold, double innocent, double shifted)
    {
        Assert.Equal(innocent, PageThreshold.AverageRunLength(threshold, 0.5, drift: 0), innocent * 0.01);
        Assert.Equal(shifted, PageThreshold.AverageRunLength(threshold, 0.5, drift: 1), 0.05);
    }

    [Fact]
    public void Residuals_of_a_known_covariance_are_standard_normal_and_independent()
    {
        var random = new Random(20_261);
        var residuals = new List<double>();
        var products = new List<double>();
        for (var world = 0; world < 500; world++)
        {
            var whitened = SequentialTest.Whiten(Drawn(random, periods: 12));
            residuals.AddRange(whitened);
            products.AddRange(whitened.Zip(whitened.Skip(1), (one, next) => one * next));
        }

        Assert.True(KolmogorovSmirnov(residuals) < 1.36 / Math.Sqrt(residuals.Count)); // 5 %
        Assert.Equal(0, products.Average(), 4 / Math.Sqrt(products.Count));
    }

    [Fact]
    public void Innocent_sequences_raise_the_promised_share_of_alarms_while_sigma_is_unproven()
    {
        var random = new Random(7);
        const int worlds = 4_000;
        var threshold = PageThreshold.Of(12, 0.05, 0.25);
        var alarms = Enumerable.Range(0, worlds).Count(_ =>
            SequentialTest.Run(Drawn(random, 12, unproven: 1.2)).Any(point => point.Gained[0] > threshold));

        Assert.InRange(alarms / (double)worlds, 0.04, 0.06);
    }

    [Fact]
    public void A_steady_gain_of_a_sigma_is_seen_within_the_year_and_its_loss_on_the_other_side()
    {
        List<Quantity> gains = [.. Enumerable.Range(0, 12).Select(_ => Own(10, sigma: 10))];

        var points = SequentialTest.Run(gains);
        var mirrored = SequentialTest.Run([.. gains.Select(gain => Quantity.Zero - gain)]);

        Assert.True(points[^1].Gained[0] > PageThreshold.Of(12, 0.01, 0.25));
        Assert.Equal(points.Select(point => point.Gained[0]), mirrored.Select(point => point.Lost[0]));
        Assert.Equal(12 * 10 / (10 * Math.Sqrt(12)), points[^1].Cumulative, 1e-9);
    }

    [Fact]
    public void A_source_that_every_period_shares_explains_a_steady_gain_once_only()
    {
        var scale = new ErrorSource("scale", "mill", 1, 0.003);
        Quantity Month(double gain) => new(gain, 1, new Dictionary<ErrorSource, double> { [scale] = 10_000 }); // 0.3 % of 10 t: 30 kg

        var steady = SequentialTest.Whiten([.. Enumerable.Range(0, 6).Select(_ => Month(30))]);

        Assert.InRange(steady[0], 0.9, 1.1); // as likely as not a scale that is a sigma off
        Assert.All(steady.Skip(1), residual => Assert.InRange(Math.Abs(residual), 0, 0.2)); // and then every month is as expected
    }

    [Fact]
    public void After_a_year_sigma_is_what_the_residuals_scatter_about_their_mean()
    {
        var wide = Alternating(24, swing: 2);
        var calm = Alternating(24, swing: 0.1);

        Assert.Equal(2 / 1.4, Math.Abs(SequentialTest.Run(wide)[20].Residual), 1e-9); // never believed beyond 1.4
        Assert.Equal(0.1 / 0.7, Math.Abs(SequentialTest.Run(calm)[20].Residual), 1e-9); // nor below 0.7
        Assert.Equal(2 / 1.2, Math.Abs(SequentialTest.Run(wide)[3].Residual), 1e-9);
    }

    private static List<Quantity> Alternating(int periods, double swing) =>
        [.. Enumerable.Range(0, periods).Select(period => Own(period % 2 == 0 ? swing : -swing, sigma: 1))];

    private static Quantity Own(double kg, double sigma) => new(kg, sigma * sigma, new Dictionary<ErrorSource, double>());

    // Months of unequal size that lean on one scale for half a year and on a year's moisture.
    private static List<Quantity> Drawn(Random random, int periods, double unproven = 1)
    {
        ErrorSource first = new("scale", "mill", 1, 0.004), second = new("scale", "mill", 2, 0.004);
        var season = new ErrorSource("season", "all", 0, 0.002);
        var errors = new[] { first, second, season }.ToDictionary(source => source, source => Draw(random) * source.Sigma * unproven);
        return [.. Enumerable.Range(0, periods).Select(period =>
        {
            double size = 2_000 + (500 * (period % 4)), own = 3 + period % 3;
            var loadings = new Dictionary<ErrorSource, double> { [period < 6 ? first : second] = size, [season] = -size };
            var gain = (Draw(random) * own * unproven) + loadings.Sum(loading => loading.Value * errors[loading.Key]);
            return new Quantity(gain, own * own, loadings);
        })];
    }

    private static double Draw(Random random) => Normal.InvCDF(0, 1, random.NextDouble());

    private static double KolmogorovSmirnov(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Select((value, i) => Normal.CDF(0, 1, value) is var expected
            ? Math.Max(Math.Abs(((i + 1.0) / sorted.Count) - expected), Math.Abs(((double)i / sorted.Count) - expected)) : 0).Max();
    }
}
