using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Ledger.Rules.Tests.Balance;

/// <summary>The global test of all analytes, and the stream that explains most, against closed forms and published values.</summary>
public sealed class CompositionTestTests
{
    private static readonly string[] Metals = ["Fe", "Nb", "Sn", "Ta", "W"];

    // By hand: V = [[2, 1], [1, 2]], V^-1 = [[2, -1], [-1, 2]] / 3, r = (3, 0): gamma = 2 * 9 / 3.
    [Fact]
    public void Gamma_is_the_square_of_the_gains_in_their_covariance()
    {
        var covariance = Matrix<double>.Build.DenseOfArray(new double[,] { { 2, 1 }, { 1, 2 } });
        var test = CompositionTest.Of(["Nb", "Ta"], [], Vector(3, 0), covariance);
        Assert.Equal(6, test.Gamma, 12);
    }

    // Tables of chi-square: 5 degrees, 0.27 % (3 sigma, two-sided) at 18.205; 1 degree at 9.
    [Theory]
    [InlineData(5, 18.205)]
    [InlineData(2, 11.829)]
    [InlineData(1, 9)]
    public void How_unlikely_it_is_agrees_with_the_tables(int analytes, double gamma)
    {
        var gain = Vector<double>.Build.Dense(analytes, Math.Sqrt(gamma / analytes));
        var test = CompositionTest.Of(Metals[..analytes], [], gain, Matrix<double>.Build.DenseIdentity(analytes));
        Assert.Equal(gamma, test.Gamma, 9);
        Assert.Equal(3, test.Unlikely, 0.001);
    }

    // Gains drawn with that covariance: gamma is chi-square of 5 degrees, by the Kolmogorov-Smirnov distance at 1 %.
    [Fact]
    public void Where_nothing_was_exchanged_gamma_is_chi_square()
    {
        const int Draws = 4_000;
        var random = new Random(11);
        var factor = Matrix<double>.Build.Dense(5, 5, (row, column) => row < column ? 0 : row == column ? 1 + row : 0.5 * (column + 1));
        var covariance = factor * factor.Transpose();
        var gammas = Enumerable.Range(0, Draws).Select(_ => CompositionTest.Of(
            Metals, [], factor * Vector<double>.Build.Dense(5, _ => Normal.Sample(random, 0, 1)), covariance).Gamma).Order().ToList();
        var distance = gammas.Select((gamma, i) => Math.Abs(ChiSquared.CDF(5, gamma) - ((i + 0.5) / Draws))).Max();
        Assert.True(distance < 1.63 / Math.Sqrt(Draws), $"{distance}");
    }

    // The inequality of Cauchy and Schwarz: no stream explains more than gamma, and the one whose ore was missing explains all of it.
    [Fact]
    public void The_stream_that_held_less_of_its_ore_explains_most()
    {
        var covariance = Matrix<double>.Build.DenseOfDiagonalArray([0.4, 0.3, 0.5, 0.2, 0.3]);
        OreStream[] streams = [Ore("a", 10, 2, 40, 1, 3), Ore("b", 8, 20, 2, 25, 1), Ore("c", 12, 3, 5, 2, 45)];
        var test = CompositionTest.Of(Metals, streams, -0.3 * streams[1].Contained, covariance);
        Assert.Equal("b", test.Named!.Lot.LotId!.Value.Value);
    }

    [Fact]
    public void Of_streams_that_are_alike_none_is_named()
    {
        var covariance = Matrix<double>.Build.DenseIdentity(5);
        OreStream[] streams = [Ore("a", 10, 20, 2, 25, 1), Ore("b", 10, 20, 2, 25, 1)];
        Assert.Null(CompositionTest.Of(Metals, streams, -0.5 * streams[1].Contained, covariance).Named);
    }

    // Of the small one there is not as much: what is missing cannot have been in it.
    [Fact]
    public void Nor_is_one_that_cannot_have_held_so_much_less()
    {
        var covariance = Matrix<double>.Build.DenseIdentity(5) * 0.01;
        OreStream[] streams = [Ore("small", 1, 2, 0.2, 2.5, 0.1), Ore("large", 12, 18, 6, 20, 5)];
        Assert.Equal("large", CompositionTest.Of(Metals, streams, -4 * streams[0].Contained, covariance).Named!.Lot.LotId!.Value.Value);
    }

    private static OreStream Ore(string lot, params double[] kg) => new(new(new LotId(lot), null), IsOutput: false, 100, Vector(kg));

    private static Vector<double> Vector(params double[] values) => Vector<double>.Build.DenseOfArray(values);
}
