using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Domain.Json;

namespace Ledger.Domain.LedgerEvents;

/// <summary>The register of stored event types: name in storage, record, and how its JSON is read.</summary>
public static class EventTypes
{
    private static readonly FrozenDictionary<string, JsonTypeInfo> ByName = typeof(LedgerEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LedgerEvent)) && !type.IsAbstract)
        .ToFrozenDictionary(NameOf, type => LedgerJson.Default.GetTypeInfo(type)
            ?? throw new InvalidOperationException($"{type.Name} is missing in {nameof(LedgerJson)}"));

    private static readonly FrozenDictionary<Type, string> ByType =
        ByName.ToFrozenDictionary(pair => pair.Value.Type, pair => pair.Key);

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>True for the stored name of an event that came from a custody event.</summary>
    public static bool IsFromCustody(string name) =>
        ByName.TryGetValue(name, out var type) && type.Type.IsSubclassOf(typeof(CustodyLedgerEvent));

    /// <summary>The name in storage: <c>LotWeighed</c> is <c>lot_weighed</c>.</summary>
    public static string NameOf(LedgerEvent ledgerEvent) => ByType[ledgerEvent.GetType()];

    /// <summary>UTF-8 JSON of the event's own members, not yet canonical.</summary>
    public static byte[] Serialize(LedgerEvent ledgerEvent) =>
        JsonSerializer.SerializeToUtf8Bytes(ledgerEvent, ByName[NameOf(ledgerEvent)]);

    /// <summary>The event's own members as they are shown.</summary>
    public static JsonElement AsElement(LedgerEvent ledgerEvent) =>
        JsonSerializer.SerializeToElement(ledgerEvent, ByName[NameOf(ledgerEvent)]);

    /// <summary>The event with that stored name from its stored JSON.</summary>
    /// <exception cref="JsonException">The name is unknown or the JSON does not have its shape.</exception>
    public static LedgerEvent Deserialize(string name, ReadOnlySpan<byte> data) =>
        ByName.TryGetValue(name, out var type) ? (LedgerEvent?)JsonSerializer.Deserialize(data, type)
            ?? throw new JsonException($"{name} is null")
            : throw new JsonException($"unknown event type '{name}'");

    private static string NameOf(Type type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name);
}
