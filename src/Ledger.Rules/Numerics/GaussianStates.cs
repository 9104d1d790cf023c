using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Numerics;

/// <summary>
/// Numbers that are known together: a mean each, and one covariance. What is measured of a sum of some of them teaches about all
/// that lean on them (Kalman 1960, a measurement at a time). With one number it is the scalar filter.
/// </summary>
internal sealed class GaussianStates
{
    private const int FirstCapacity = 16;

    private double[] _mean = new double[FirstCapacity];
    private double[,] _covariance = new double[FirstCapacity, FirstCapacity];

    public int Count { get; private set; }

    /// <returns>Its index.</returns>
    public int Add(double mean, double variance)
    {
        if (Count == _mean.Length) Grow();
        (_mean[Count], _covariance[Count, Count]) = (mean, variance);
        return Count++;
    }

    public double Mean(int state) => _mean[state];

    public double Variance(int state) => _covariance[state, state];

    /// <summary>Time passes for one of them: x becomes home + keeps (x - home), and a variance of its own comes on top.</summary>
    /// <param name="keeps">1 for a random walk, less where it finds its way home.</param>
    public void Move(int state, double home, double keeps, double variance)
    {
        _mean[state] = home + (keeps * (_mean[state] - home));
        if (keeps != 1)
        {
            for (var other = 0; other < Count; other++)
                if (other != state) _covariance[state, other] = _covariance[other, state] = keeps * _covariance[state, other];
        }

        _covariance[state, state] = (Square(keeps) * _covariance[state, state]) + variance;
    }

    /// <summary>What a weighted sum of them is believed to be.</summary>
    public (double Mean, double Variance) Of(IReadOnlyDictionary<int, double> loadings)
    {
        var (mean, variance) = (0.0, 0.0);
        foreach (var (state, loading) in loadings)
        {
            mean += loading * _mean[state];
            foreach (var (other, its) in loadings) variance += loading * its * _covariance[state, other];
        }

        return (mean, variance);
    }

    /// <summary>That weighted sum was measured.</summary>
    /// <param name="variance">Of the measurement alone, more than 0.</param>
    public void Learn(IReadOnlyDictionary<int, double> loadings, double measured, double variance)
    {
        var (expected, known) = Of(loadings);
        var gain = new double[Count];
        for (var state = 0; state < Count; state++)
            foreach (var (other, loading) in loadings) gain[state] += _covariance[state, other] * loading;
        var total = known + variance;
        for (var state = 0; state < Count; state++)
        {
            _mean[state] += gain[state] / total * (measured - expected);
            for (var other = 0; other < Count; other++) _covariance[state, other] -= gain[state] * gain[other] / total;
        }
    }

    /// <summary>It is not believed to be further from 0 than that.</summary>
    public void Clamp(int state, double most) => _mean[state] = Math.Clamp(_mean[state], -most, most);

    private void Grow()
    {
        Array.Resize(ref _mean, 2 * Count);
        var larger = new double[2 * Count, 2 * Count];
        for (var row = 0; row < Count; row++)
            for (var column = 0; column < Count; column++) larger[row, column] = _covariance[row, column];
        _covariance = larger;
    }
}
