using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Domain.Json;

/// <summary>A code list member as its kebab-case code.</summary>
public sealed class CodeJsonConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Code<T>.Find(reader.GetString() ?? "")
            ?? throw new JsonException($"unknown {typeof(T).Name} code '{reader.GetString()}'");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Code<T>.Name(value));
}

/// <summary>A text identifier as a JSON string.</summary>
public sealed class TextIdJsonConverter<T> : JsonConverter<T>
    where T : struct, ITextId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString() ?? "") ?? throw new JsonException($"{typeof(T).Name} must be {T.Form}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

/// <summary>A custody event id as a JSON string: a lowercase hyphenated UUID.</summary>
public sealed class CustodyEventIdJsonConverter : JsonConverter<CustodyEventId>
{
    public override CustodyEventId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, CustodyEventId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

/// <summary>A mass as a JSON number of kilograms with at most 3 decimals.</summary>
public sealed class MassJsonConverter : JsonConverter<Mass>
{
    public override Mass Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Mass.TryFromKg(reader.GetDecimal()) ?? throw new JsonException("a mass has at most 3 decimals of a kilogram");

    public override void Write(Utf8JsonWriter writer, Mass value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Kg);
}

/// <summary>A percentage as a JSON number with at most 4 decimals.</summary>
public sealed class PctJsonConverter : JsonConverter<Pct>
{
    public override Pct Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Pct.TryFromPercent(reader.GetDecimal())
            ?? throw new JsonException("a percentage is 0 to 100 with at most 4 decimals");

    public override void Write(Utf8JsonWriter writer, Pct value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Percent);
}

/// <summary>A NodaTime value in the text form of its pattern.</summary>
public abstract class PatternJsonConverter<T>(IPattern<T> pattern) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parsed = pattern.Parse(reader.GetString() ?? "");
        return parsed.Success ? parsed.Value : throw new JsonException(parsed.Exception.Message, parsed.Exception);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(pattern.Format(value));
}

/// <summary>RFC 3339 in UTC.</summary>
public sealed class InstantJsonConverter() : PatternJsonConverter<Instant>(InstantPattern.ExtendedIso);

/// <summary>RFC 3339 with the offset kept.</summary>
public sealed class OffsetDateTimeJsonConverter() : PatternJsonConverter<OffsetDateTime>(OffsetDateTimePattern.Rfc3339);

/// <summary>ISO 8601 calendar date.</summary>
public sealed class LocalDateJsonConverter() : PatternJsonConverter<LocalDate>(LocalDatePattern.Iso);
