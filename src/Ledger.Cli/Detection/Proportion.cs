using System.Globalization;

namespace Ledger.Cli.Detection;

/// <summary>What a share may be, 0 to 1.</summary>
internal readonly record struct Bounds(double Low, double High);

/// <summary>So many of so many, with what that leaves open.</summary>
internal readonly record struct Proportion(int Hits, int Of)
{
    // 97.5 % quantile of the normal distribution.
    private const double Z = 1.959964;

    public double Rate => Of == 0 ? 0 : (double)Hits / Of;

    /// <summary>Wilson's score interval (1927), 95 %.</summary>
    public Bounds Interval
    {
        get
        {
            if (Of == 0) return new(0, 1);
            var scale = 1 + (Z * Z / Of);
            var middle = (Rate + (Z * Z / (2 * Of))) / scale;
            var half = Z / scale * Math.Sqrt((Rate * (1 - Rate) / Of) + (Z * Z / (4.0 * Of * Of)));
            return new(Math.Max(0, middle - half), Math.Min(1, middle + half));
        }
    }

    /// <summary><c>95 % (89-98)</c></summary>
    public override string ToString() => Of == 0 ? "-" : string.Create(
        CultureInfo.InvariantCulture, $"{100 * Rate:0} % ({100 * Interval.Low:0}-{100 * Interval.High:0})");
}
