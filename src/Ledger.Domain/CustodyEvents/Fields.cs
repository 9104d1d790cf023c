using System.Globalization;
using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// Reads one JSON object strictly and collects every error rather than stopping at the first. The same calls, made in
/// describing mode, tell which fields there are: documentation and reader cannot drift apart. An explicit null is an absent field.
/// </summary>
public sealed partial class Fields
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly List<FieldError> _errors;
    private readonly List<FieldDescription>? _description;
    private readonly List<string> _asked = new(16);
    private int _present;

    private Fields(JsonElement element, string path, List<FieldError> errors, List<FieldDescription>? description) =>
        (_element, _path, _errors, _description) = (element, path, errors, description);

    /// <summary>Reads <paramref name="element"/>, which must be an object, and refuses fields that <paramref name="read"/> did not ask for.</summary>
    public static T Read<T>(JsonElement element, List<FieldError> errors, Func<Fields, T> read, string path = "")
    {
        var fields = new Fields(element, path, errors, description: null);
        var value = read(fields);
        fields.RefuseUnknown();
        return value;
    }

    /// <summary>The fields <paramref name="read"/> asks for, in the order it asks.</summary>
    public static IReadOnlyList<FieldDescription> Describe<T>(Func<Fields, T> read)
    {
        var fields = new Fields(default, "", [], description: []);
        read(fields);
        return fields._description!;
    }

    /// <summary>Adds an error about a field of this object.</summary>
    public void Error(string name, string message) => _errors.Add(new(Path(name), message));

    /// <summary>True when nothing at all has been found wrong so far.</summary>
    public bool IsClean => _errors.Count == 0 && _description is null;

    public string? Text(string name, bool required = false, int maxLength = 200)
    {
        if (!TryTake(name, new("string") { MaxLength = maxLength }, required, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String) return Wrong<string>(name, "must be a string");
        var text = value.GetString()!;
        if (text.Length == 0 || string.IsNullOrWhiteSpace(text)) return Wrong<string>(name, "must not be blank");
        return text.Length <= maxLength ? text : Wrong<string>(name, $"must be at most {maxLength} characters");
    }

    /// <summary>A text that has its own form; <paramref name="form"/> says it in plain words.</summary>
    public string? Pattern(string name, Func<string, bool> matches, string form, bool required = false)
    {
        if (!TryTake(name, new("string") { Form = form }, required, out var value)) return null;
        return value.ValueKind == JsonValueKind.String && matches(value.GetString()!)
            ? value.GetString() : Wrong<string>(name, $"must be {form}");
    }

    public T? Id<T>(string name, bool required = false)
        where T : struct, ITextId<T>
    {
        if (!TryTake(name, new("string") { Form = T.Form }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && T.TryParse(value.GetString()!) is { } id) return id;
        return WrongValue<T>(name, $"must be {T.Form}");
    }

    public Guid? Uuid(string name, bool required = false)
    {
        if (!TryTake(name, new("string") { Format = "uuid" }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var uuid)) return uuid;
        return WrongValue<Guid>(name, "must be a UUID such as 0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c01");
    }

    public T? Code<T>(string name, bool required = false)
        where T : struct, Enum
    {
        if (!TryTake(name, new("string") { Codes = Json.Code<T>.All }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && Json.Code<T>.Find(value.GetString()!) is { } code) return code;
        return WrongValue<T>(name, $"must be one of {string.Join(", ", Json.Code<T>.All)}");
    }

    public bool? Flag(string name, bool required = false)
    {
        if (!TryTake(name, new("boolean"), required, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        return WrongValue<bool>(name, "must be true or false");
    }

    public long? Whole(string name, long min, long max, bool required = false)
    {
        if (!TryTake(name, new("integer") { Minimum = min, Maximum = max }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) && whole >= min && whole <= max) return whole;
        return WrongValue<long>(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
    }

    public decimal? Number(string name, decimal min, decimal max, bool required = false)
    {
        if (!TryTake(name, new("number") { Minimum = min, Maximum = max }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= min && number <= max) return number;
        return WrongValue<decimal>(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}"));
    }

    /// <summary>Kilograms, more than 0 (or, where a container may be empty, from 0), with at most 3 decimals.</summary>
    public Mass? Mass(string name, bool required = false, bool allowZero = false)
    {
        var kind = new FieldKind("number") { Unit = "kg", Form = "kilograms with at most 3 decimals", Minimum = 0, Maximum = Values.Mass.Largest.Kg };
        if (!TryTake(name, kind, required, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var kg))
            return WrongValue<Mass>(name, "must be a number of kilograms");
        if (kg < 0 || (kg == 0 && !allowZero)) return WrongValue<Mass>(name, allowZero ? "must not be less than 0" : "must be more than 0");
        return Values.Mass.TryFromKg(kg) ?? WrongValue<Mass>(name, kg > Values.Mass.Largest.Kg
            ? "must be at most 1,000,000 kg" : "must have at most 3 decimals (whole grams)");
    }

    public Pct? Pct(string name, bool required = false)
    {
        if (!TryTake(name, new("number") { Unit = "percent", Minimum = 0, Maximum = 100 }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var percent)
            && Values.Pct.TryFromPercent(percent) is { } pct) return pct;
        return WrongValue<Pct>(name, "must be a percentage from 0 to 100 with at most 4 decimals");
    }

    /// <summary>RFC 3339 with offset; years 1970 to 2199, so that a phone with a dead clock is still heard.</summary>
    public OffsetDateTime? Time(string name, bool required = false)
    {
        if (!TryTake(name, new("string") { Format = "date-time" }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String
            && OffsetDateTimePattern.Rfc3339.Parse(value.GetString()!) is { Success: true } parsed
            && parsed.Value.Year is >= 1970 and < 2200) return ToMicroseconds(parsed.Value);
        return WrongValue<OffsetDateTime>(name, "must be an RFC 3339 time with its offset, such as 2026-03-01T09:30:00+02:00");
    }

    public LocalDate? Date(string name, bool required = false)
    {
        if (!TryTake(name, new("string") { Format = "date" }, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String
            && LocalDatePattern.Iso.Parse(value.GetString()!) is { Success: true } parsed
            && parsed.Value.Year is >= 1970 and < 2200) return parsed.Value;
        return WrongValue<LocalDate>(name, "must be a date such as 2026-03-01");
    }

    // PostgreSQL and .NET ticks differ below a microsecond: what is hashed must survive storage unchanged.
    private static OffsetDateTime ToMicroseconds(OffsetDateTime time)
    {
        var excess = time.NanosecondOfSecond % 1000;
        return excess == 0 ? time : time.Minus(Duration.FromNanoseconds(excess));
    }

    private T? Wrong<T>(string name, string message)
        where T : class
    {
        Error(name, message);
        return null;
    }

    private T? WrongValue<T>(string name, string message)
        where T : struct
    {
        Error(name, message);
        return null;
    }

    private string Path(string name) =>
        _path.Length == 0 ? name : name.Length == 0 ? _path : name[0] == '[' ? _path + name : $"{_path}.{name}";
}
