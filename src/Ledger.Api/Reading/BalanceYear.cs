using Ledger.Api.Http;
using NodaTime;

namespace Ledger.Api.Reading;

/// <summary>The year a balance is asked for.</summary>
internal static class BalanceYear
{
    private const int FirstYear = 2000;
    private const int LastYear = 2999;

    /// <summary>
    /// The year, by default this one; and its last month, or the current one: what was recorded since the last close is told too.
    /// </summary>
    /// <exception cref="RefusedException">It is none from 2000 to 2999.</exception>
    public static (int Year, YearMonth Last) Of(HttpContext context, LocalDate until)
    {
        var year = (int)Paging.Number(context, "year", Math.Clamp(until.Year, FirstYear, LastYear), LastYear, FirstYear);
        var (last, current) = (new YearMonth(year, 12), until.PlusDays(1).ToYearMonth());
        return (year, current < last ? current : last);
    }
}
