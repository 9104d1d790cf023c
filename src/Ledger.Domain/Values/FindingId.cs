using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Domain.Values;

/// <summary>A finding: UUIDv5 of rule, subject and the discriminator the rule names.</summary>
[JsonConverter(typeof(FindingIdJsonConverter))]
public readonly record struct FindingId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

/// <summary>A finding id as a JSON string: a lowercase hyphenated UUID.</summary>
public sealed class FindingIdJsonConverter : JsonConverter<FindingId>
{
    public override FindingId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, FindingId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
