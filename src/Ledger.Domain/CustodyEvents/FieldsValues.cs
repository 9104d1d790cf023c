using System.Globalization;
using System.Text.Json;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Domain.CustodyEvents;

public sealed partial class Fields
{
    public bool? Flag(string name, bool required = false)
    {
        if (!TryTake(name, new("boolean"), required, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        return WrongValue<bool>(name, "must be true or false");
    }

    public long? Whole(string name, long min, long max, bool required = false)
    {
        if (!TryTake(name, new("integer") { Minimum = min, Maximum = max }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) && whole >= min && whole <= max)
            return whole;
        return WrongValue<long>(
            name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
    }

    /// <summary>A number with at most <paramref name="decimals"/> decimals; minus zero reads as zero.</summary>
    public decimal? Number(string name, decimal min, decimal max, int decimals, bool required = false)
    {
        if (!TryTake(name, new("number") { Minimum = min, Maximum = max }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= min
            && number <= max && decimal.Round(number, decimals) is var rounded && rounded == number)
            return rounded == 0 ? 0 : rounded;
        return WrongValue<decimal>(name,
            string.Create(CultureInfo.InvariantCulture,
                $"must be a number from {min} to {max} with at most {decimals} decimals"));
    }

    /// <summary>Kilograms, more than 0 (or, where a container may be empty, from 0), with at most 3 decimals.</summary>
    public Mass? Mass(string name, bool required = false, bool allowZero = false)
    {
        var kind = Kilograms with { Minimum = 0 };
        if (!TryTake(name, kind, required, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var kg))
            return WrongValue<Mass>(name, "must be a number of kilograms");
        if (kg < 0 || (kg == 0 && !allowZero))
            return WrongValue<Mass>(name, allowZero ? "must not be less than 0" : "must be more than 0");
        return Values.Mass.TryFromKg(kg) ?? WrongValue<Mass>(name, kg > Values.Mass.Largest.Kg
            ? "must be at most 1,000,000 kg" : "must have at most 3 decimals (whole grams)");
    }

    /// <summary>Kilograms that may be negative, such as a change of stock.</summary>
    public Mass? SignedMass(string name)
    {
        if (!TryTake(name, Kilograms, required: false, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var kg)
            && Values.Mass.TryFromKg(kg) is { } mass)
            return mass;
        return WrongValue<Mass>(
            name, "must be a number of kilograms with at most 3 decimals, from -1,000,000 to 1,000,000");
    }

    public Pct? Pct(string name, bool required = false)
    {
        if (!TryTake(name, new("number") { Unit = "percent", Minimum = 0, Maximum = 100 }, required, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var percent)
            && Values.Pct.TryFromPercent(percent) is { } pct) return pct;
        return WrongValue<Pct>(name, "must be a percentage from 0 to 100 with at most 4 decimals");
    }

    /// <summary>RFC 3339 with offset; years 1970 to 2199, so that a phone with a dead clock is still heard.</summary>
    public OffsetDateTime? Time(string name, bool required = false)
    {
        if (!TryTake(name, new("string") { Format = "date-time" }, required, out var value)) return null;
        if (TextOf(value) is { } text && OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } parsed
            && parsed.Value.Year is >= 1970 and < 2200) return ToMicroseconds(parsed.Value);
        return WrongValue<OffsetDateTime>(
            name, "must be an RFC 3339 time with its offset, such as 2026-03-01T09:30:00+02:00");
    }

    public LocalDate? Date(string name, bool required = false)
    {
        if (!TryTake(name, new("string") { Format = "date" }, required, out var value)) return null;
        if (TextOf(value) is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true } parsed
            && parsed.Value.Year is >= 1970 and < 2200) return parsed.Value;
        return WrongValue<LocalDate>(name, "must be a date such as 2026-03-01");
    }

    private static readonly FieldKind Kilograms = new("number")
    {
        Unit = "kg",
        Form = "kilograms with at most 3 decimals",
        Minimum = -Values.Mass.Largest.Kg,
        Maximum = Values.Mass.Largest.Kg,
    };

    // PostgreSQL and .NET ticks differ below a microsecond: what is hashed must survive storage unchanged.
    private static OffsetDateTime ToMicroseconds(OffsetDateTime time)
    {
        var excess = time.NanosecondOfSecond % 1000;
        return excess == 0 ? time : time.Minus(Duration.FromNanoseconds(excess));
    }
}
