using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>Moments in words.</summary>
public static class Times
{
    /// <summary>When something happened, as exactly as its recorder knew, by the clock on the spot.</summary>
    /// <param name="language">In which words.</param>
    /// <param name="time">The event's time.</param>
    /// <param name="precision">minute, half-day or day.</param>
    public static string When(this Language language, OffsetDateTime time, string precision) => precision switch
    {
        "minute" => language.Minute(time.LocalDateTime),
        "half-day" => language.With(time.Hour < 12 ? "date.morning" : "date.afternoon", language.Day(time.Date)),
        _ => language.Day(time.Date),
    };
}
