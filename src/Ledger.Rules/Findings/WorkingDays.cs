using NodaTime;

namespace Ledger.Rules.Findings;

/// <summary>Monday to Friday; holidays differ by country and are not known here.</summary>
public static class WorkingDays
{
    /// <summary>The day that many working days after the given one; the given one itself for none.</summary>
    public static LocalDate After(LocalDate day, int count)
    {
        for (; count > 0; count--)
            do day = day.PlusDays(1);
            while (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);
        return day;
    }
}
