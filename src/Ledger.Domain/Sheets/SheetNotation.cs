using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Domain.Sheets;

/// <summary>In which order a date that is not year-month-day names its parts.</summary>
public enum DateOrder { YearMonthDay, DayMonthYear, MonthDayYear }

/// <summary>How a sheet writes dates and numbers. Said by whoever imports, never guessed: 3/4 and 1,234 read two ways.</summary>
/// <param name="DecimalSign"><c>.</c> or <c>,</c>.</param>
/// <param name="Zone">Where the clock was read.</param>
public sealed record SheetNotation(DateOrder Dates, char DecimalSign, DateTimeZone Zone)
{
    private static readonly string[] TimeForms = ["H:mm", "H:mm:ss", "HHmm", "HHmmss", "H'h'mm"];

    // 50.20 says no more than 50.2 does, and must not give a row another id.
    private const decimal ZeroesDropped = 1.0000000000000000000000000000m;

    /// <summary>What a date must look like, with an example.</summary>
    public string DateForm => Dates switch
    {
        DateOrder.DayMonthYear => "a date, day first, such as 31/03/2026 (or 2026-03-31)",
        DateOrder.MonthDayYear => "a date, month first, such as 03/31/2026 (or 2026-03-31)",
        _ => "a date such as 2026-03-31",
    };

    public string NumberForm => $"a number such as 50{DecimalSign}2, without thousands separators";

    /// <summary>Year-month-day always; day/month/year or month/day/year, with / . or -, as said. The year has 4 digits.</summary>
    public LocalDate? Date(string text)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } iso) return iso.Value;
        if (Dates is DateOrder.YearMonthDay || text.IndexOfAny(['/', '.', '-']) is < 0) return null;
        var parts = text.Split(text[text.IndexOfAny(['/', '.', '-'])]);
        if (parts.Length != 3 || parts[2].Length != 4) return null;
        var (day, month) = Dates is DateOrder.DayMonthYear ? (parts[0], parts[1]) : (parts[1], parts[0]);
        var written = $"{parts[2]}-{month.PadLeft(2, '0')}-{day.PadLeft(2, '0')}";
        return LocalDatePattern.Iso.Parse(written) is { Success: true } date ? date.Value : null;
    }

    /// <summary>7:30, 07:30:15, 0730, 073015 or 7h30.</summary>
    public static LocalTime? Time(string text)
    {
        foreach (var form in TimeForms)
            if (LocalTimePattern.CreateWithInvariantCulture(form).Parse(text) is { Success: true } time) return time.Value;
        return null;
    }

    public decimal? Number(string text)
    {
        var point = DecimalSign == ',' ? text.Replace('.', ' ').Replace(',', '.') : text; // a blank is no number
        return decimal.TryParse(
            point, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number / ZeroesDropped : null;
    }

    public OffsetDateTime At(LocalDate date, LocalTime time) => Zone.AtLeniently(date + time).ToOffsetDateTime();
}
