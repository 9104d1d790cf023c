using Ledger.Api.Http;
using Ledger.Projections.Facts;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Reading;

/// <summary>
/// The moment a reader asks for: <c>knownAt</c> (as recorded by then) and <c>happenedBy</c> (as it was then), each RFC 3339 or a date.
/// </summary>
internal static class Moment
{
    /// <exception cref="RefusedException">One of them is not a time.</exception>
    public static Horizon Of(HttpContext context, DateTimeZone zone) =>
        Horizon.Now with { KnownAt = EndOf(context, "knownAt", zone), HappenedBy = EndOf(context, "happenedBy", zone) };

    /// <summary>A time; a date means to its end, in the ledger's time zone: "as known on 1 March" includes that day.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static Instant? EndOf(HttpContext context, string name, DateTimeZone zone) =>
        Read(context, name, date => zone.AtStartOfDay(date.PlusDays(1)).ToInstant() - Duration.FromTicks(10));

    /// <summary>A time; a date means from its beginning.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static Instant? StartOf(HttpContext context, string name, DateTimeZone zone) =>
        Read(context, name, date => zone.AtStartOfDay(date).ToInstant());

    private static Instant? Read(HttpContext context, string name, Func<LocalDate, Instant> of)
    {
        var given = context.Request.Query[name].ToString();
        if (given.Length == 0) return null;
        if (OffsetDateTimePattern.Rfc3339.Parse(given) is { Success: true } time && IsYear(time.Value.Year)) return time.Value.ToInstant();
        if (LocalDatePattern.Iso.Parse(given) is { Success: true } date && IsYear(date.Value.Year))
            return of(date.Value);
        throw new RefusedException(new(Problem.FieldErrors, Errors:
            [new(name, "must be a date such as 2026-03-01, or a time with its offset such as 2026-03-01T09:30:00+02:00 (send + as %2B)")]));
    }

    // Beyond these, calendar or database run out of days.
    private static bool IsYear(int year) => year is >= 1 and <= 9998;
}
