using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Domain.Values;

/// <summary>An identifier that is a UUID on the wire.</summary>
public interface IUuidId<TSelf>
    where TSelf : struct, IUuidId<TSelf>
{
    static abstract TSelf From(Guid value);

    Guid Value { get; }
}

/// <summary>A finding: UUIDv5 of rule, subject and the discriminator the rule names.</summary>
[JsonConverter(typeof(UuidIdJsonConverter<FindingId>))]
public readonly record struct FindingId(Guid Value) : IUuidId<FindingId>
{
    public static FindingId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("D");
}

/// <summary>The client-made id of one command to a guarded aggregate: the same id again adds nothing.</summary>
[JsonConverter(typeof(UuidIdJsonConverter<CommandId>))]
public readonly record struct CommandId(Guid Value) : IUuidId<CommandId>
{
    public static CommandId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("D");
}

/// <summary>A UUID identifier as a JSON string: lowercase, hyphenated.</summary>
public sealed class UuidIdJsonConverter<T> : JsonConverter<T>
    where T : struct, IUuidId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
