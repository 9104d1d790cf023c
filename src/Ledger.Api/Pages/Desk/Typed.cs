using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Api.Pages.House;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Pages.Desk;

/// <summary>From what a person types to what the API takes. What cannot be read stays as it was typed.</summary>
internal static class Typed
{
    // ISO 4217: currencies without minor units, and with a thousandth; all others have two decimals.
    private static readonly FrozenSet<string> Whole = FrozenSet.Create(
        StringComparer.Ordinal, "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
        "XPF");

    private static readonly FrozenSet<string> Thousandths =
        FrozenSet.Create(StringComparer.Ordinal, "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND");

    // More than any price, and far from what a number can hold.
    private const decimal MostMoney = 1_000_000_000_000m;

    /// <summary>A number with the decimal sign of the language; a point is read in each. Thousands separators are never read.</summary>
    public static JsonNode Number(string typed, Language language) => Decimal(typed, language) is { } number ? number : typed;

    /// <summary>RFC 3339 with the zone's offset; what was typed where it is no day or time.</summary>
    /// <param name="date">Year-month-day.</param>
    /// <param name="time">Hours and minutes, perhaps seconds.</param>
    /// <param name="zone">Of the clock that was read; null where it is none.</param>
    public static string Moment(string date, string time, DateTimeZone? zone)
    {
        var (day, clock) = (LocalDatePattern.Iso.Parse(date), TimeOf(time));
        return day.Success && clock is { } at && zone is not null
            ? OffsetDateTimePattern.Rfc3339.Format(zone.AtLeniently(day.Value + at).ToOffsetDateTime()) : $"{date} {time}".Trim();
    }

    /// <summary>A zone by its name in the tz database, or by its offset; null where there is none.</summary>
    public static DateTimeZone? Zone(string typed) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(typed)
        ?? (OffsetPattern.GeneralInvariantWithZ.Parse(typed) is { Success: true } offset ? DateTimeZone.ForOffset(offset.Value) : null);

    /// <summary>Name and percentage: <c>Sn 62.5</c>.</summary>
    public static JsonNode Analyte(string typed, Language language)
    {
        var parts = Parts(typed.TrimEnd('%'), ' ', '=').ToList();
        return parts is [var name, var pct] ? new JsonObject { ["name"] = name, ["pct"] = Number(pct, language) }
            : new JsonObject { ["name"] = typed };
    }

    /// <summary>Amount and currency, in either order: <c>1250.50 USD</c>.</summary>
    public static JsonNode Money(string typed, Language language)
    {
        var parts = Parts(typed, ' ', '\u00a0', '\u202f').ToList();
        var isCodeFirst = parts.Count > 1 && parts[0].All(char.IsAsciiLetter);
        var code = parts.Count < 2 ? "" : isCodeFirst ? parts[0] : parts[^1];
        var amount = string.Concat(parts.Where((_, at) => at != (isCodeFirst ? 0 : parts.Count - 1)));
        if (!IsCurrency(code) || Decimal(amount, language) is not { } number || Math.Abs(number) > MostMoney)
            return new JsonObject { ["amountMinor"] = typed, ["currency"] = code };
        code = code.ToUpperInvariant();
        var minor = number * UnitsOf(code);
        JsonNode exact = decimal.Truncate(minor) == minor ? (long)minor : typed;
        return new JsonObject { ["amountMinor"] = exact, ["currency"] = code };
    }

    /// <summary>An amount as it is typed.</summary>
    public static string Say(long amountMinor, string currency, Language language) =>
        $"{Say((decimal)amountMinor / UnitsOf(currency), language)} {currency}";

    /// <summary>A number as it is typed: no thousands separators.</summary>
    public static string Say(decimal number, Language language)
    {
        var text = number.ToString("0.############", CultureInfo.InvariantCulture);
        return language == Language.French ? text.Replace('.', ',') : text;
    }

    public static IEnumerable<string> Parts(string typed, params char[] separators) =>
        typed.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static IEnumerable<string> Lines(string typed) => Parts(typed, '\n', '\r', ',', ';');

    private static bool IsCurrency(string code) => code.Length == 3 && code.All(char.IsAsciiLetter);

    private static int UnitsOf(string currency) => Whole.Contains(currency) ? 1 : Thousandths.Contains(currency) ? 1000 : 100;

    private static LocalTime? TimeOf(string time)
    {
        foreach (var form in (string[])["HH:mm", "HH:mm:ss"])
            if (LocalTimePattern.CreateWithInvariantCulture(form).Parse(time) is { Success: true } parsed) return parsed.Value;
        return null;
    }

    private static decimal? Decimal(string typed, Language language)
    {
        var text = language == Language.French ? typed.Replace(',', '.') : typed;
        return decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : null;
    }
}
