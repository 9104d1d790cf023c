namespace Ledger.Rules.Balance;

/// <summary>How the balance's numbers leave it: to the gram, and to a hundredth of a sigma or percent.</summary>
internal static class Rounding
{
    public static decimal Kg(double kg) => (decimal)Math.Round(kg, 3);

    public static decimal Sigmas(double sigmas) => (decimal)Math.Round(sigmas, 2);

    public static decimal Percent(double share) => (decimal)Math.Round(100 * share, 2);
}
