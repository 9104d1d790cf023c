using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>Schemas of custody events, made from what their readers ask for: documentation and reader cannot drift apart.</summary>
internal static class CustodySchemas
{
    public const string AnyName = "CustodyEvent";

    /// <summary>The component's name: <c>sale-cancelled</c> is <c>SaleCancelled</c>.</summary>
    public static string NameOf(string type) =>
        string.Concat(type.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The example of a type, which a test posts; null where there is none.</summary>
    public static JsonNode? ExampleOf(string type)
    {
        using var resource = typeof(CustodySchemas).Assembly.GetManifestResourceStream($"examples/{type}.json");
        return resource is null ? null : JsonNode.Parse(resource);
    }

    public static OpenApiSchema Of(string type)
    {
        var schema = ObjectOf(CustodyEventReader.Describe(type));
        schema.Properties!["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [type] };
        if (ExampleOf(type) is { } example) schema.Examples = [example];
        return schema;
    }

    public static OpenApiSchema Any(OpenApiDocument document) => new()
    {
        OneOf = [.. CustodyEventReader.Types.Select(type => new OpenApiSchemaReference(NameOf(type), document))],
        Discriminator = new()
        {
            PropertyName = "type",
            Mapping = CustodyEventReader.Types.ToDictionary(type => type, type => new OpenApiSchemaReference(NameOf(type), document)),
        },
    };

    public static OpenApiSchema ObjectOf(IReadOnlyList<FieldDescription> fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => Of(field.Kind)),
        Required = fields.Where(field => field.Required).Select(field => field.Name).ToHashSet(StringComparer.Ordinal),
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema Of(FieldKind kind)
    {
        if (kind is { JsonType: "object", Members: { } members }) return ObjectOf(members);
        if (kind.JsonType == "array")
            return new()
            {
                Type = JsonSchemaType.Array,
                Items = kind.Members is { } items ? ObjectOf(items) : new OpenApiSchema(),
                MaxItems = (int?)kind.Maximum,
            };
        return new()
        {
            Type = Enum.Parse<JsonSchemaType>(kind.JsonType, ignoreCase: true),
            Format = kind.Format,
            Description = Text(kind),
            MaxLength = kind.MaxLength,
            Minimum = kind.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = kind.Maximum?.ToString(CultureInfo.InvariantCulture),
            Enum = kind.Codes is { } codes ? [.. codes.Select(code => (JsonNode)code)] : null,
        };
    }

    private static string? Text(FieldKind kind) => (kind.Form, kind.Unit) switch
    {
        (null, null) => null,
        ({ } form, _) => char.ToUpperInvariant(form[0]) + form[1..] + ".",
        (null, { } unit) => $"Unit: {unit}.",
    };
}
