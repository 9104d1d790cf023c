using Ledger.Rules.Numerics;

namespace Ledger.Rules.Tests.Balance;

/// <summary>Against closed forms.</summary>
public sealed class GaussianStatesTests
{
    // The mean of n readings and a prior, each by the inverse of its variance.
    [Fact]
    public void Of_one_number_it_is_the_weighted_mean()
    {
        var states = new GaussianStates();
        var bias = states.Add(mean: 1, variance: 4);
        double[] readings = [2.5, 1.7, 3.1];
        foreach (var reading in readings) states.Learn(One(bias), reading, variance: 0.5);

        var precision = (1 / 4.0) + (readings.Length / 0.5);
        Assert.Equal(((1 / 4.0) + (readings.Sum() / 0.5)) / precision, states.Mean(bias), 12);
        Assert.Equal(1 / precision, states.Variance(bias), 12);
    }

    // The steady state of a random walk seen with noise: p = (q + sqrt(q^2 + 4 q r)) / 2 before each measurement.
    [Fact]
    public void A_walk_that_is_measured_is_known_as_well_as_the_equation_of_Riccati_says()
    {
        const double Step = 0.02;
        const double Noise = 0.3;
        var states = new GaussianStates();
        var bias = states.Add(0, 9);
        for (var i = 0; i < 500; i++)
        {
            states.Learn(One(bias), 0.1, Noise);
            states.Move(bias, home: 0, keeps: 1, Step);
        }

        Assert.Equal((Step + Math.Sqrt((Step * Step) + (4 * Step * Noise))) / 2, states.Variance(bias), 12);
    }

    [Fact]
    public void What_finds_its_way_home_is_in_the_end_known_as_little_as_at_first()
    {
        var states = new GaussianStates();
        var (moved, still) = (states.Add(0.5, 0.25), states.Add(0, 1));
        states.Learn(new Dictionary<int, double> { [moved] = 1, [still] = 1 }, 2, 0.01);
        for (var i = 0; i < 400; i++) states.Move(moved, home: 0.5, keeps: 0.9, (1 - (0.9 * 0.9)) * 0.25);

        Assert.Equal((0.5, 0.25), (Math.Round(states.Mean(moved), 9), Math.Round(states.Variance(moved), 9)));
        Assert.Equal(states.Variance(moved) + states.Variance(still), states.Of(Both(moved, still, 1)).Variance, 9);
    }

    // Of a difference alone, the sum is learnt nothing of: 2 s^2 stays, and the difference has 2 s^2 r / (2 s^2 + r).
    [Fact]
    public void A_difference_tells_nothing_of_the_sum()
    {
        var states = new GaussianStates();
        var (left, right) = (states.Add(0, 0.09), states.Add(0, 0.09));
        states.Learn(Both(left, right, -1), 0.4, 0.02);

        Assert.Equal(0.18, states.Of(Both(left, right, 1)).Variance, 12);
        Assert.Equal(0.18 * 0.02 / (0.18 + 0.02), states.Of(Both(left, right, -1)).Variance, 12);
        Assert.Equal(0.4 * 0.18 / 0.2, states.Of(Both(left, right, -1)).Mean, 12);
        Assert.Equal(states.Mean(left), -states.Mean(right), 12);
    }

    // Two measurements with one error in common, against the inverse of their covariance.
    [Fact]
    public void What_two_measurements_share_is_not_taken_for_two_witnesses()
    {
        var states = new GaussianStates();
        var (bias, shared) = (states.Add(0, 1), states.Add(0, 0.5));
        states.Learn(Both(bias, shared, 1), 0.6, 0.1);
        states.Learn(Both(bias, shared, 1), 1.0, 0.1);

        var mean = 0.8 / (1 + 0.5 + 0.05);
        Assert.Equal(mean, states.Mean(bias), 12);
        Assert.Equal(1 - (1 / (1 + 0.5 + 0.05)), states.Variance(bias), 12);
    }

    [Fact]
    public void It_holds_as_many_as_there_are()
    {
        var states = new GaussianStates();
        for (var i = 0; i < 40; i++) states.Learn(One(states.Add(0, 1)), i, 1);
        for (var i = 0; i < 40; i++) Assert.Equal((i / 2.0, 0.5), (states.Mean(i), states.Variance(i)));
    }

    private static Dictionary<int, double> One(int state) => new() { [state] = 1 };

    private static Dictionary<int, double> Both(int left, int right, double sign) => new() { [left] = 1, [right] = sign };
}
