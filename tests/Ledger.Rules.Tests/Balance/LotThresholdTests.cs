using Ledger.Rules.Balance.Transfers;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace Ledger.Rules.Tests.Balance;

public sealed class LotThresholdTests
{
    // Two numbers worked out by hand, for 0.15 kg over weighings of 0.10 kg on both sides: 3.3 at 20 lots, and 4.0 for a hundred and
    // more. That is what an export lot's 400 bags need; a hundred need less.
    [Theory]
    [InlineData(20, 3.3)]
    [InlineData(100, 3.65)]
    [InlineData(400, 4.0)]
    public void Thresholds_are_those_of_the_design(int lots, double threshold) =>
        Assert.Equal(threshold, LotThreshold.OfSpread(lots, 0.01, 0.15 / (0.1 * Math.Sqrt(2))), 0.06);

    [Theory]
    [InlineData(1, 2.58)]
    [InlineData(4, 3.02)]
    public void A_known_spread_needs_the_quantile_of_the_largest_of_so_many(int lots, double threshold) =>
        Assert.Equal(threshold, LotThreshold.OfKnown(lots, 0.01), 0.01);

    [Theory]
    [InlineData(5, 0.92)]
    [InlineData(10, 1.0)]
    [InlineData(20, 0.92)]
    [InlineData(20, 1.06)]
    [InlineData(100, 0.92)]
    public void One_honest_shipment_in_a_hundred_has_a_lot_beyond_it(int lots, double floor)
    {
        const int Shipments = 20_000;
        var random = new MersenneTwister(7);
        var threshold = LotThreshold.OfSpread(lots, 0.01, floor);
        var alarms = Enumerable.Range(0, Shipments).Count(_ =>
        {
            var values = new double[lots];
            Normal.Samples(random, values, 0, 1);
            var middle = Median(values);
            double[] away = [.. values.Select(value => Math.Abs(value - middle))];
            return away.Max() > threshold * Math.Max(1.4826 * Median(away), floor);
        });
        Assert.InRange(alarms, Shipments * 0.007, Shipments * 0.014);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
