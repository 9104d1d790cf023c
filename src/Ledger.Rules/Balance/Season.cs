using System.Globalization;
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

    public static string HalfYear(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}H{(day.Month + 5) / 6}");

    /// <summary>Independent sources of one quarter's common error, with its share of each; the squares of the shares sum to 1.</summary>
    public static IEnumerable<(ErrorSource Source, double Share)> Quarterly(string kind, double sigma, LocalDate day)
    {
        var quarter = (day.Year * 4) + ((day.Month - 1) / 3);
        for (var before = 0; before <= Remembered; before++)
        {
            var fresh = before < Remembered ? Math.Sqrt(1 - (Likeness * Likeness)) : 1;
            yield return (new(string.Create(CultureInfo.InvariantCulture, $"{kind}/Q{quarter - before}"), sigma),
                Math.Pow(Likeness, before) * fresh);
        }
    }
}
