using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>
/// What belongs to a time: a scale's epoch is taken as half a year, weather as a quarter. The moisture of neighbouring quarters is
/// alike, as an autoregression of order 1 tells: each quarter's error is made of independent sources, its own and those of the
/// quarters before.
/// </summary>
internal static class Season
{
    private const double Likeness = 0.7;
    private const int Remembered = 8;

    // Of a quarter's own error, and of those of the quarters before; all that were before that are one.
    private static readonly double[] Shares = [.. Enumerable.Range(0, Remembered + 1)
        .Select(before => Math.Pow(Likeness, before) * (before < Remembered ? Math.Sqrt(1 - (Likeness * Likeness)) : 1))];

    /// <summary>The half years since the beginning of the calendar.</summary>
    public static int HalfYear(LocalDate day) => (day.Year * 2) + ((day.Month - 1) / 6);

    /// <summary>Independent sources of one quarter's common error, with its share of each; the squares of the shares sum to 1.</summary>
    public static IEnumerable<(ErrorSource Source, double Share)> Quarterly(string kind, string of, double sigma, LocalDate day)
    {
        var quarter = (day.Year * 4) + ((day.Month - 1) / 3);
        for (var before = 0; before < Shares.Length; before++) yield return (new(kind, of, quarter - before, sigma), Shares[before]);
    }
}
