using Ledger.Domain.CustodyEvents;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>The OpenAPI document: what an endpoint says of itself, and the schemas of custody events from their readers.</summary>
internal static class OpenApiSetup
{
    public const string KeyScheme = "key";

    public static IServiceCollection AddLedgerOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            Complete(document);
            return Task.CompletedTask;
        }));

    /// <summary>Adds what only a person can say about an endpoint.</summary>
    public static T Describe<T>(this T endpoint, Action<OpenApiOperation, OpenApiDocument> describe)
        where T : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            operation.Tags = null;
            operation.Responses = [];
            describe(operation, context.Document!);
            return Task.CompletedTask;
        });

    private static void Complete(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "Ledger",
            Version = "v1",
            Description = "Custody events of minerals: posted once, kept as they were, open to proof. " +
                "Authorization: Bearer ledger_{id}_{secret}.",
        };
        document.Servers = []; // the address is whatever the document was read from
        document.Tags = null;
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
        };
        foreach (var type in CustodyEventReader.Types) document.AddComponent(CustodySchemas.NameOf(type), CustodySchemas.Of(type));
        document.AddComponent(CustodySchemas.AnyName, CustodySchemas.Any(document));
        foreach (var (_, _, kind) in RegisterRoutes.Commands) document.AddComponent(CommandSchemas.NameOf(kind), CommandSchemas.Of(kind));
        foreach (var (name, schema) in AnswerSchemas.All(document)) document.AddComponent(name, schema);
    }
}
