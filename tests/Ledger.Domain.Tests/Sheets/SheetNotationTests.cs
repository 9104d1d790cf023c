using Ledger.Domain.Sheets;
using NodaTime;

namespace Ledger.Domain.Tests.Sheets;

public class SheetNotationTests
{
    [Theory]
    [InlineData(DateOrder.YearMonthDay, "2026-03-04", "2026-03-04")]
    [InlineData(DateOrder.DayMonthYear, "2026-03-04", "2026-03-04")]
    [InlineData(DateOrder.DayMonthYear, "04/03/2026", "2026-03-04")]
    [InlineData(DateOrder.DayMonthYear, "4.3.2026", "2026-03-04")]
    [InlineData(DateOrder.MonthDayYear, "3-4-2026", "2026-03-04")]
    [InlineData(DateOrder.MonthDayYear, "03/04/2026", "2026-03-04")]
    [InlineData(DateOrder.YearMonthDay, "04/03/2026", null)]
    [InlineData(DateOrder.DayMonthYear, "04/03/26", null)]
    [InlineData(DateOrder.DayMonthYear, "04/13/2026", null)]
    [InlineData(DateOrder.DayMonthYear, "29/02/2026", null)]
    [InlineData(DateOrder.DayMonthYear, "4/3.2026", null)]
    [InlineData(DateOrder.DayMonthYear, "4 March 2026", null)]
    public void A_date_is_read_in_the_order_that_was_said(DateOrder order, string text, string? expected) =>
        Assert.Equal(expected, Notation(order, '.').Date(text)?.ToString("uuuu-MM-dd", null));

    [Theory]
    [InlineData('.', "50.25", 50.25)]
    [InlineData(',', "50,25", 50.25)]
    [InlineData(',', "50", 50.0)]
    [InlineData('.', "-1.5", -1.5)]
    [InlineData('.', "50,25", null)]
    [InlineData(',', "50.25", null)]
    [InlineData(',', "1.250,5", null)]
    [InlineData('.', "1 250", null)]
    [InlineData('.', "50.2kg", null)]
    [InlineData('.', "5O.2", null)]
    [InlineData('.', "1e3", null)]
    public void A_number_is_read_with_the_sign_that_was_said_and_no_other(char sign, string text, double? expected) =>
        Assert.Equal((decimal?)expected, Notation(DateOrder.YearMonthDay, sign).Number(text));

    [Theory]
    [InlineData("7:30", "07:30:00")]
    [InlineData("07:30:15", "07:30:15")]
    [InlineData("0730", "07:30:00")]
    [InlineData("073015", "07:30:15")]
    [InlineData("7h30", "07:30:00")]
    [InlineData("730", null)]
    [InlineData("25:00", null)]
    public void A_time_is_read_as_the_field_writes_it(string text, string? expected) =>
        Assert.Equal(expected, SheetNotation.Time(text)?.ToString("HH:mm:ss", null));

    private static SheetNotation Notation(DateOrder order, char sign) => new(order, sign, DateTimeZoneProviders.Tzdb["Africa/Kigali"]);
}
