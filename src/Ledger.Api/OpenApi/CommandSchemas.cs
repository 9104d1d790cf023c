using System.Text.Json.Nodes;
using Ledger.Api.Guarded;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>Schemas of commands to guarded aggregates, made from what their readers ask for.</summary>
internal static class CommandSchemas
{
    /// <summary>The component's name: <c>register-site</c> is <c>RegisterSite</c>.</summary>
    public static string NameOf(ICommandKind kind) => CustodySchemas.NameOf(kind.Name);

    /// <summary>The example of a kind, which a test posts.</summary>
    public static JsonNode ExampleOf(ICommandKind kind)
    {
        using var resource = typeof(CommandSchemas).Assembly.GetManifestResourceStream($"commands/{kind.Name}.json");
        return JsonNode.Parse(resource ?? throw new InvalidOperationException($"{kind.Name} has no example"))!;
    }

    public static OpenApiSchema Of(ICommandKind kind)
    {
        var schema = CustodySchemas.ObjectOf(kind.Describe());
        schema.Examples = [ExampleOf(kind)];
        return schema;
    }
}
