using System.Globalization;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Sheets;

/// <summary>One row of a sheet, read cell by cell; what cannot be read is an error and reads as absent.</summary>
public sealed class SheetRow
{
    private readonly SheetTable _table;
    private readonly CsvRow _row;
    private readonly SheetNotation _notation;

    internal SheetRow(SheetTable table, CsvRow row, SheetNotation notation) => (_table, _row, _notation) = (table, row, notation);

    public int Row => _row.Row;

    /// <summary>Whether something of this row could not be read.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds an error about a cell of this row.</summary>
    public void Error(string column, string message)
    {
        var (value, isOwn) = _table.Cell(_row, column);
        HasErrors = true;
        var error = new CellError(isOwn || value.Length == 0 ? Row : 0, column, value, message);
        if (error.Row > 0 || !_table.Errors.Contains(error)) _table.Errors.Add(error); // what is wrong everywhere is said once
    }

    public bool Has(string column) => _table.Cell(_row, column).Value.Length > 0;

    public string? Text(string column, bool required = false)
    {
        var (value, _) = _table.Cell(_row, column);
        if (value.Length > 0) return value;
        if (required) Error(column, "is required");
        return null;
    }

    public decimal? Number(string column, bool required = false) => Read(column, required, _notation.Number, _notation.NumberForm);

    public LocalDate? Date(string column, bool required = false) => Read(column, required, _notation.Date, _notation.DateForm);

    public long? Whole(string column) => Read(
        column, required: false, text => long.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole : (long?)null,
        "a whole number");

    public bool? Flag(string column) => Read(column, required: false, text => text.ToUpperInvariant() switch
    {
        "YES" or "OUI" or "TRUE" or "1" or "X" => true,
        "NO" or "NON" or "FALSE" or "0" => false,
        _ => (bool?)null,
    }, "yes or no");

    public string? Code<T>(string column, bool required = false)
        where T : struct, Enum
    {
        var code = Read(
            column, required, text => Json.Code<T>.Find(text.ToLowerInvariant()), $"one of {string.Join(", ", Json.Code<T>.All)}");
        return code is { } known ? Json.Code<T>.Name(known) : null;
    }

    /// <summary>Date and time of day: to the minute, to the half-day where the time is am or pm, to the day where it is empty.</summary>
    public (OffsetDateTime At, TimePrecision Precision)? When(string dateColumn, string timeColumn)
    {
        var date = Date(dateColumn, required: true);
        var text = Text(timeColumn);
        var half = text?.ToUpperInvariant() switch { "AM" => LocalTime.Midnight, "PM" => LocalTime.Noon, _ => (LocalTime?)null };
        var time = text is null || half is not null ? half
            : Read(timeColumn, required: false, SheetNotation.Time, "a time such as 7:30 or 0730, or am, or pm");
        if (date is not { } day || (text is not null && time is null)) return null;
        var precision = text is null ? TimePrecision.Day : half is not null ? TimePrecision.HalfDay : TimePrecision.Minute;
        return (_notation.At(day, time ?? LocalTime.Midnight), precision);
    }

    private T? Read<T>(string column, bool required, Func<string, T?> read, string expected)
        where T : struct
    {
        if (Text(column, required) is not { } text) return null;
        var value = read(text);
        if (value is null) Error(column, "must be " + expected);
        return value;
    }
}
