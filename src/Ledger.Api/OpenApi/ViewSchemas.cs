using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Views;
using Microsoft.OpenApi;
using NodaTime;

namespace Ledger.Api.OpenApi;

/// <summary>Schemas of view rows, from what writes them: a member that is in an answer is in the document.</summary>
internal static class ViewSchemas
{
    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format, string? Description)> Simple = new()
    {
        [typeof(string)] = (JsonSchemaType.String, null, null),
        [typeof(bool)] = (JsonSchemaType.Boolean, null, null),
        [typeof(int)] = (JsonSchemaType.Integer, "int32", null),
        [typeof(long)] = (JsonSchemaType.Integer, "int64", null),
        [typeof(decimal)] = (JsonSchemaType.Number, null, null),
        [typeof(Mass)] = (JsonSchemaType.Number, null, "kg, at most 3 decimals"),
        [typeof(Pct)] = (JsonSchemaType.Number, null, "percent, at most 4 decimals"),
        [typeof(Guid)] = (JsonSchemaType.String, "uuid", null),
        [typeof(CustodyEventId)] = (JsonSchemaType.String, "uuid", null),
        [typeof(CommandId)] = (JsonSchemaType.String, "uuid", null),
        [typeof(Instant)] = (JsonSchemaType.String, "date-time", null),
        [typeof(OffsetDateTime)] = (JsonSchemaType.String, "date-time", null),
        [typeof(LocalDate)] = (JsonSchemaType.String, "date", null),
    };

    /// <summary>The schema of a view, by reference; what it refers to is added to the document.</summary>
    public static IOpenApiSchema Of<T>(OpenApiDocument document) => Of(typeof(T), document);

    /// <summary>A page of rows.</summary>
    public static IOpenApiSchema PageOf<T>(OpenApiDocument document) => AnswerSchemas.Object(
        ("items", new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of<T>(document) }),
        ("next", AnswerSchemas.Text("The next page; absent on the last.")));

    private static IOpenApiSchema Of(Type nullable, OpenApiDocument document)
    {
        var type = Nullable.GetUnderlyingType(nullable) ?? nullable;
        if (Simple.TryGetValue(type, out var simple))
            return new OpenApiSchema { Type = simple.Type, Format = simple.Format, Description = simple.Description };
        if (type.IsEnum) return new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. CodesOf(type)] };
        // Of a history's entries: one of the ledger's event types, described with the events.
        if (type == typeof(JsonElement) || typeof(LedgerEvent).IsAssignableFrom(type))
            return new OpenApiSchema { Type = JsonSchemaType.Object };
        var info = ViewJson.Plain.GetTypeInfo(type);
        return info?.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(info.ElementType!, document) },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema
            {
                Type = JsonSchemaType.Object, AdditionalProperties = Of(info.ElementType!, document),
            },
            JsonTypeInfoKind.Object => Named(info, document),
            _ => AnswerSchemas.Text(), // ids are text
        };
    }

    private static OpenApiSchemaReference Named(JsonTypeInfo info, OpenApiDocument document)
    {
        var name = info.Type.Name;
        if (document.Components?.Schemas?.ContainsKey(name) == true) return new(name, document);
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>() };
        document.AddComponent(name, schema); // first, since it may hold itself
        foreach (var property in info.Properties.Where(property => property.Get is not null))
            schema.Properties[property.Name] = Of(property.PropertyType, document);
        return new(name, document);
    }

    private static IEnumerable<JsonNode> CodesOf(Type code) =>
        ((IEnumerable<string>)typeof(Code<>).MakeGenericType(code).GetProperty(nameof(Code<TagKind>.All))!.GetValue(null)!)
            .Select(each => (JsonNode)each!);
}
