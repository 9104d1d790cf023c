namespace Ledger.Rules.Numerics;

/// <summary>Looks for the place where something that falls steadily passes a level.</summary>
internal static class Bisection
{
    /// <summary>The place, to half of <paramref name="finest"/>; 0 or more.</summary>
    /// <param name="falling">Falls below the level somewhere.</param>
    public static double WhereItFallsTo(double level, double finest, Func<double, double> falling)
    {
        var (low, high) = (0.0, 1.0);
        while (falling(high) > level) high *= 2;
        while (high - low > finest)
        {
            var middle = (low + high) / 2;
            if (falling(middle) > level) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
