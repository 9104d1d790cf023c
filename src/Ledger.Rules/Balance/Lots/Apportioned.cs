using Ledger.Domain.Values;

namespace Ledger.Rules.Balance.Lots;

/// <summary>Parts of a mass in whole grams that add up to it.</summary>
internal static class Apportioned
{
    /// <summary>The parts rounded so that they add up: largest remainders get the rounding.</summary>
    /// <param name="exact">Unit: gram. They add up to the total but for a rounding.</param>
    /// <param name="total">Unit: gram.</param>
    public static IReadOnlyList<Mass> Of(IReadOnlyList<decimal> exact, long total)
    {
        // The last digits of a decimal are its rounding.
        List<decimal> parts = [.. exact.Select(part => decimal.Round(part, 9))];
        var floors = parts.ConvertAll(part => (long)decimal.Floor(part));
        var missing = total - floors.Sum();
        var largestFirst = Enumerable.Range(0, parts.Count).OrderByDescending(index => parts[index] - floors[index]).ThenBy(index => index);
        foreach (var index in largestFirst.Take((int)Math.Clamp(missing, 0, parts.Count))) floors[index]++;
        return [.. floors.Select(grams => new Mass(grams))];
    }
}
