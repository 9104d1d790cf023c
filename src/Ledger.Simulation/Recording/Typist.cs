using System.Globalization;

namespace Ledger.Simulation.Recording;

/// <summary>
/// Fingers. One typed number in 500 comes out wrong: a wrong digit, or two exchanged. Whoever reads this as fraud accuses
/// clerks.
/// </summary>
internal sealed class Typist(SeededRandom random)
{
    private const double ErrorRate = 1.0 / 500;
    private const double TranspositionShare = 0.4;
    private const int MostTries = 20;

    public int NumbersTyped { get; private set; }

    /// <summary>True when this number comes out wrong.</summary>
    public bool Errs()
    {
        NumbersTyped++;
        return random.Chance(ErrorRate);
    }

    /// <summary>The number as it came out: no form takes one of zero or one that is not possible there.</summary>
    public decimal Mistype(decimal meant, decimal most)
    {
        var text = meant.ToString(CultureInfo.InvariantCulture);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var typed = decimal.Parse(Mistype(text), CultureInfo.InvariantCulture);
            if (typed > 0 && typed <= most && typed != meant) return typed;
        }

        return meant;
    }

    /// <summary>The same length, other digits.</summary>
    public string Mistype(string meant)
    {
        var digits = meant.ToCharArray();
        var places = Enumerable.Range(0, digits.Length).Where(place => char.IsAsciiDigit(digits[place])).ToList();
        var pairs = places.FindAll(place => places.Contains(place + 1) && digits[place] != digits[place + 1]);
        if (pairs.Count > 0 && random.Chance(TranspositionShare))
        {
            var place = random.Pick(pairs);
            (digits[place], digits[place + 1]) = (digits[place + 1], digits[place]);
        }
        else
        {
            var place = random.Pick(places);
            digits[place] = (char)('0' + ((digits[place] - '0' + random.Whole(1, 9)) % 10));
        }

        return new string(digits);
    }
}
