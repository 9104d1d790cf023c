using System.Text;

namespace Ledger.Rules.Numerics;

/// <summary>
/// How often chance alone gives as much: the same numbers in other orders. The orders follow from a name, so that whoever asks the
/// same gets the same answer (generator: SplitMix64, Steele, Lea and Flood 2014; shuffle: Fisher and Yates).
/// </summary>
internal static class Permutations
{
    private const int Orders = 9_999;

    /// <summary>
    /// The share of orders, the given one among them, whose statistic is as large; null where it is more than the limit, which is
    /// known sooner.
    /// </summary>
    /// <param name="order">What is put in other orders; within each group only.</param>
    /// <param name="statistic">Of the indices in some order.</param>
    public static double? Chance(
        string name, IReadOnlyList<IReadOnlyList<int>> order, double limit, Func<IReadOnlyList<int>, double> statistic)
    {
        int[] indices = [.. order.SelectMany(group => group)];
        var observed = statistic(indices);
        var (state, asLarge, most) = (SeedOf(name), 1, limit * (Orders + 1));
        for (var i = 0; i < Orders; i++)
        {
            Shuffle(indices, order, ref state);
            if (statistic(indices) >= observed && ++asLarge > most) return null;
        }

        return asLarge / (Orders + 1.0);
    }

    private static void Shuffle(int[] indices, IReadOnlyList<IReadOnlyList<int>> groups, ref ulong state)
    {
        var first = 0;
        foreach (var group in groups)
        {
            for (var left = group.Count; left > 1; left--)
            {
                var chosen = (int)(Next(ref state) % (ulong)left);
                (indices[first + left - 1], indices[first + chosen]) = (indices[first + chosen], indices[first + left - 1]);
            }

            first += group.Count;
        }
    }

    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    // FNV-1a.
    private static ulong SeedOf(string name)
    {
        unchecked
        {
            var hash = 0xCBF29CE484222325;
            foreach (var part in Encoding.UTF8.GetBytes(name)) hash = (hash ^ part) * 0x100000001B3;
            return hash;
        }
    }
}
