namespace Ledger.Rules.Numerics;

/// <summary>Small things that formulas are written with.</summary>
internal static class Arithmetic
{
    public static double Square(double value) => value * value;

    /// <summary>0.003 for 0.3 %.</summary>
    public static double Fraction(decimal percent) => (double)percent / 100;
}
