using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Balance;

/// <summary>A line of a run as a stream of several analytes.</summary>
/// <param name="Contained">Of each analyte. Unit: kg.</param>
internal sealed record OreStream(LotReference Lot, bool IsOutput, double DryKg, Vector<double> Contained);

/// <summary>
/// All analytes of a run at once: what came out of each less what went in, r, against the covariance V that the lines' masses,
/// moistures and grades give it, so that gamma = r' V^-1 r is chi-square with a degree for each analyte when nothing was exchanged
/// (Reilly and Carpani 1963). Then each stream's share of the case: |d' V^-1 r| / sqrt(d' V^-1 d) for a stream that was not what
/// it was said to be is largest for that stream (the maximum-power measurement test of Almasy and Sztano 1975), among the streams
/// that can have been the reason at all.
/// </summary>
/// <param name="Gamma">At least 0.</param>
/// <param name="Unlikely">The chance of as much by accident, as sigma of a normal distribution.</param>
/// <param name="Named">The line that explains most; null where two do as well, or none can.</param>
internal sealed record CompositionTest(IReadOnlyList<string> Analytes, double Gamma, double Unlikely, OreStream? Named)
{
    // How much more of the case the stream that is named must explain than the next one. Unit: sigma.
    private const double Clearly = 1;

    // A tail beyond that is no number any more.
    private const double LeastTail = 1e-15;

    /// <summary>Null where fewer than two analytes are stated on every line, or nothing was put in.</summary>
    public static CompositionTest? Of(RunFacts run, RuleSettings settings)
    {
        var analytes = RunSides.AnalytesOf(run);
        if (analytes.Count < 2 || !run.Inputs.Any()) return null;
        List<(OreStream Stream, RunLine Line)> streams =
        [
            .. run.Parts.SelectMany(part => part.Part.Inputs.Zip(RunLine.InputsOf(part.Part), (item, line) => (item.Lot, line)))
                .Select(each => (StreamOf(each.Lot, each.line, analytes, settings), each.line)),
            .. run.Parts.SelectMany(part => part.Part.Outputs.Zip(RunLine.OutputsOf(part.Part), (item, line) => (item.Lot, line)))
                .Select(each => (StreamOf(new(each.Lot, null), each.line, analytes, settings), each.line)),
        ];
        var gain = Sum(streams, stream => Sign(stream) * stream.Contained);
        var fed = Sum(streams.Where(each => !each.Stream.IsOutput), stream => stream.Contained);
        return Of(analytes, [.. streams.Select(each => each.Stream)], gain, CovarianceOf(run, streams, fed, analytes, settings));
    }

    /// <param name="gain">Out less in, of each analyte. Unit: kg.</param>
    /// <param name="covariance">Of that; positive definite. Unit: kg squared.</param>
    internal static CompositionTest Of(
        IReadOnlyList<string> analytes, IReadOnlyList<OreStream> streams, Vector<double> gain, Matrix<double> covariance)
    {
        var factor = covariance.Cholesky();
        var weighed = factor.Solve(gain);
        var gamma = gain * weighed;
        var tail = Math.Max(LeastTail, 1 - ChiSquared.CDF(analytes.Count, gamma));
        var power = streams.Where(stream => CanExplain(stream, gain, covariance))
            .Select(stream => (Stream: stream, Z: PowerOf(stream.Contained))).OrderByDescending(each => each.Z).ToList();
        return new(analytes, gamma, -Normal.InvCDF(0, 1, tail / 2),
            power is [var first, .. var others] && (others is not [var next, ..] || first.Z > next.Z + Clearly) ? first.Stream : null);

        double PowerOf(Vector<double> direction)
        {
            var square = direction * factor.Solve(direction);
            return square > 0 ? Math.Abs(direction * weighed) / Math.Sqrt(square) : 0;
        }
    }

    // What it would have to have held instead: of no analyte less than nothing, and of all together no more than its mass.
    private static bool CanExplain(OreStream stream, Vector<double> gain, Matrix<double> covariance)
    {
        var held = stream.IsOutput ? stream.Contained - gain : stream.Contained + gain;
        var slack = covariance.Diagonal().PointwiseSqrt() * 2;
        return (held + slack).Minimum() >= 0 && held.Sum() - slack.Sum() <= stream.DryKg;
    }

    private static OreStream StreamOf(LotReference lot, RunLine line, IReadOnlyList<string> analytes, RuleSettings settings) => new(
        lot, line.IsOutput, line.Dry(settings).Kg,
        Vector<double>.Build.DenseOfEnumerable(analytes.Select(analyte => line.Contained(analyte, settings)!.Kg)));

    private static double Sign(OreStream stream) => stream.IsOutput ? 1 : -1;

    private static Vector<double> Sum(IEnumerable<(OreStream Stream, RunLine Line)> streams, Func<OreStream, Vector<double>> vector) =>
        streams.Select(each => vector(each.Stream)).Aggregate((sum, each) => sum + each);

    // What one line's scale and moisture are wrong by is in all its analytes; its grades are wrong each by itself. What is lost
    // unweighed, up to the usual, is like what was fed, or takes of each analyte as much as is missing of the mass.
    private static Matrix<double> CovarianceOf(
        RunFacts run, List<(OreStream Stream, RunLine Line)> streams, Vector<double> fed, IReadOnlyList<string> analytes,
        RuleSettings settings)
    {
        var lost = Fraction(settings.OtherLossPct) * fed;
        var covariance = lost.OuterProduct(lost);
        foreach (var (stream, line) in streams)
        {
            if (stream.DryKg <= 0) continue;
            var grades = stream.Contained / stream.DryKg;
            var own = line.Dry(settings).OwnVariance;
            covariance += own * grades.OuterProduct(grades);
            for (var i = 0; i < analytes.Count; i++)
                covariance[i, i] += Math.Max(0, line.Contained(analytes[i], settings)!.OwnVariance - (own * Square(grades[i])));
        }

        List<Quantity> gains = [.. analytes.Select(analyte => RunSides.Contained(run, analyte, settings).Gain)];
        var dry = RunSides.Dry(run, settings);
        var missing = Math.Max(0, -dry.Gain.Kg / dry.Input.Kg);
        for (var i = 0; i < analytes.Count; i++)
        {
            covariance[i, i] += Square(missing * fed[i]);
            for (var j = 0; j < analytes.Count; j++) covariance[i, j] += gains[i].CovarianceWith(gains[j]);
        }

        return covariance;
    }
}
