using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>How parties, and what they made under their own names, are called.</summary>
internal interface INaming
{
    string Name(PartyId party);

    string Name(SmelterId smelter);

    CustodyEventId Name(CustodyEventId id);

    string Name<TId>(TId id)
        where TId : struct, ITextId<TId>, IPartyScopedId;
}

/// <summary>
/// The JSON of views and events with every party named as one reader may know it. Ids have types of their own, so no member of any
/// view, today's or tomorrow's, is forgotten.
/// </summary>
internal static class VeiledJson
{
    // Converters know no caller. Writing is synchronous: who names stands here for as long as it takes, on this thread alone.
    [ThreadStatic]
    private static INaming? t_naming;

    private static readonly Lazy<ViewJson> Views = new(() => new(Options(ViewJson.Plain.Options)));
    private static readonly Lazy<LedgerJson> Events = new(() => new(Options(LedgerJson.Default.Options)));

    public static byte[] Bytes<T>(T view, Func<ViewJson, JsonTypeInfo<T>> type, INaming naming) =>
        Named(naming, () => JsonSerializer.SerializeToUtf8Bytes(view, type(Views.Value)));

    public static JsonElement Element<T>(T view, Func<ViewJson, JsonTypeInfo<T>> type, INaming naming) =>
        Named(naming, () => JsonSerializer.SerializeToElement(view, type(Views.Value)));

    /// <summary>A ledger event's own members.</summary>
    public static JsonElement Element(LedgerEvent ledgerEvent, INaming naming) =>
        Named(naming, () => JsonSerializer.SerializeToElement(ledgerEvent, Events.Value.GetTypeInfo(ledgerEvent.GetType())!));

    private static T Named<T>(INaming naming, Func<T> write)
    {
        t_naming = naming;
        try
        {
            return write();
        }
        finally
        {
            t_naming = null;
        }
    }

    private static JsonSerializerOptions Options(JsonSerializerOptions plain) => new(plain)
    {
        TypeInfoResolver = null,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new NameConverter<PartyId>((naming, party) => naming.Name(party)),
            new NameConverter<SmelterId>((naming, smelter) => naming.Name(smelter)),
            new NameConverter<CustodyEventId>((naming, id) => naming.Name(id).ToString()),
            Scoped<LotId>(), Scoped<RunId>(), Scoped<SaleId>(), Scoped<MovementId>(), Scoped<SampleId>(), Scoped<CountId>(),
            Scoped<HeatId>(),
        },
    };

    private static NameConverter<TId> Scoped<TId>()
        where TId : struct, ITextId<TId>, IPartyScopedId => new((naming, id) => naming.Name(id));

    private sealed class NameConverter<T>(Func<INaming, T, string> nameOf) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("what a reader is shown is not read back");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(nameOf(t_naming!, value));
    }
}

/// <summary>Who stands under another name in an answer, by what it does in the chain.</summary>
internal sealed record Counterparty(string Name, IReadOnlyList<string> Roles);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(VeiledHistory))]
[JsonSerializable(typeof(IReadOnlyList<Counterparty>))]
internal sealed partial class SecrecyJson : JsonSerializerContext;
