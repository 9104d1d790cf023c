using Ledger.Api.Http;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Json;
using Ledger.Projections.Queries;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of each endpoint.</summary>
internal static partial class Descriptions
{
    public static void PostCustodyEvents(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Head("Post custody events", "postCustodyEvents",
            "One object, an array, or one event a line. The client makes each id: the same again with the same id is " +
            "answered as the first time.");
        operation.Secure(document)
            .Query("Prefer", ParameterLocation.Header, AnswerSchemas.Text(
                "handling=strict: all or none, at most 500. "
                + "wait=N: one object, answered with what rules found within N seconds, at most 30. "
                + "respond-async: lines are taken as an import, however few they are."));
        var any = new OpenApiSchemaReference(CustodySchemas.AnyName, document);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Outcomes.Json] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        OneOf = [any, AnswerSchemas.List(document, CustodySchemas.AnyName)],
                    },
                    Examples = Examples(),
                },
                [Outcomes.Lines] = new() { Schema = any },
            },
        };
        operation.Answer(document, "201", "Stored now (one object).", "ItemResult");
        operation.Answer(document, "200", "Stored before (one object), or a result for each of several.", "ItemResult");
        operation.Answer(document, "202", "Many lines: taken, and worked on in the background.", "Import");
        operation.Problems(document, "400", "401", "403", "409", "413", "415", "429", "503");
    }

    public static void GetCustodyEvent(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("What a custody event became", "getCustodyEvent", "For a client that wants to know whether it arrived.")
            .Secure(document).Answer(document, "200", "It arrived.", "RecordedCustodyEvent").Problems(document, "401", "404");

    public static void ListCustodyEvents(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("What an organisation recorded", "listCustodyEvents", "Newest first.").Secure(document).Paged()
            .Query("type", ParameterLocation.Query, AnswerSchemas.Text("Of the custody events."))
            .Query("recordedBy", ParameterLocation.Query, AnswerSchemas.Text("Another organisation; for the programme and auditors."))
            .Answer(document, "200", "A page of them.", "RecordList").Problems(document, "400", "401", "403");

    public static void GetImport(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("How far an import is", "getImport").Secure(document)
            .Answer(document, "200", "State and counts.", "Import").Problems(document, "401", "403", "404");

    public static void GetImportResults(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("Results of an import", "getImportResults", "Follow the Link header, rel=next, until there is none.")
            .Secure(document)
            .Query("cursor", ParameterLocation.Query, AnswerSchemas.Whole("From a Link."))
            .Query("limit", ParameterLocation.Query, AnswerSchemas.Whole("Lines, at most 10,000."))
            .Query("status", ParameterLocation.Query, AnswerSchemas.Code([.. Code<ItemStatus>.All]))
            .Answer(document, "200", "A result a line, in the order of the body.", "ItemResult", Outcomes.Lines)
            .Problems(document, "400", "401", "403", "404");

    public static void GetEvents(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Head("Read the ledger", "getEvents", "Leaves exactly as they are stored and hashed, in the order of the sequence.")
            .Secure(document)
            .Query("after", ParameterLocation.Query, AnswerSchemas.Whole(
                "The last sequence you have; 0, or nothing, for none."))
            .Query("limit", ParameterLocation.Query, AnswerSchemas.Whole("Leaves, at most 100,000 (1,000 as application/json)."))
            .Query("happenedFrom", ParameterLocation.Query, AnswerSchemas.Text(
                "Of records that state such a time: a date or an RFC 3339 time. Ledger-Sequence is then the newest that was looked at."))
            .Query("happenedTo", ParameterLocation.Query, AnswerSchemas.Text("Nor later: a date, which is included, or a time."))
            .Query("recordedFrom", ParameterLocation.Query, AnswerSchemas.Text("Recorded from then on: a date or an RFC 3339 time."))
            .Query("recordedTo", ParameterLocation.Query, AnswerSchemas.Text("Recorded by then: a date, which is included, or a time."))
            .Query("type", ParameterLocation.Query, AnswerSchemas.Text("The stored name of a type, such as lot_weighed."))
            .Query("stream", ParameterLocation.Query, AnswerSchemas.Text("For example lot:demo-trader-01:77."))
            .SortedBy(ListOrders.Events)
            .Query("follow", ParameterLocation.Query,
                new() { Type = JsonSchemaType.Boolean, Description = "Stay, and get new ones as they come." });
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "One leaf a line.",
            Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Ledger-Sequence"] = new OpenApiHeader { Description = "The newest.", Schema = AnswerSchemas.Whole() },
            },
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Outcomes.Lines] = new(),
                [Outcomes.Json] = new()
                {
                    Schema = AnswerSchemas.Object(
                        ("events", new OpenApiSchema { Type = JsonSchemaType.Array, Items = AnswerSchemas.Object() }),
                        ("next", AnswerSchemas.Text("The next page, if there may be one."))),
                },
            },
        };
        operation.Problems(document, "400", "401", "403", "406");
    }

    public static void GetCaller(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("Whom this key speaks for", "getCaller").Secure(document)
            .Answer(document, "200", "Organisation and roles.", "Caller").Problems(document, "401");

    public static void PostKey(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Head("Make a key", "postKey").Secure(document);
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(document, "NewKey", Outcomes.Json) };
        operation.Answer(document, "201", "The key, shown this once.", "Key").Problems(document, "400", "401", "403");
    }

    public static void GetKeys(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Head("List keys", "getKeys").Secure(document).Paged()
            .Query("organisation", ParameterLocation.Query, AnswerSchemas.Text("Only its keys."))
            .Query("revoked", ParameterLocation.Query, AnswerSchemas.Flag("Only those that are revoked, or only those that are not."))
            .SortedBy(ListOrders.Keys)
            .Problems(document, "400", "401", "403");
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "A page of keys.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Outcomes.Json] = new() { Schema = AnswerSchemas.Object(
                    ("keys", AnswerSchemas.List(document, "Key")), ("next", AnswerSchemas.Text("The next page; absent on the last."))) },
            },
        };
    }

    public static void DeleteKey(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("Revoke a key", "deleteKey").Secure(document)
            .Answer(document, "204", "It stops within seconds.").Problems(document, "401", "403", "404");

    public static void GetState(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("State of the service", "getState", "How far behind the events everything is that follows them, and what waits.")
            .Secure(document).Answer(document, "200", "As it is now, on the node that was asked.", "State")
            .Problems(document, "401", "403", "503");

    public static void PostRebuild(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("Make the views anew", "postRebuild",
            "In the background, from the events; readers see the old rows until the new ones are complete. One at a time.")
            .Secure(document).Answer(document, "202", "Asked for, or under way already.", "Rebuild")
            .Problems(document, "401", "403", "409");

    public static void GetRebuild(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("How far a rebuild is", "getRebuild").Secure(document)
            .Answer(document, "200", "State and progress.", "Rebuild").Problems(document, "401", "403", "404");

    public static void GetLive(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("Is the process alive?", "getLive").Answer(document, "200", "Yes.", "Health");

    public static void GetReady(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("Is the service ready?", "getReady")
            .Answer(document, "200", "Yes.", "Health").Answer(document, "503", "No.", "Health");

    public static void GetProblem(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Head("What a problem means", "getProblem").Answer(document, "200", "In a sentence.").Problems(document, "404");

    private static OpenApiOperation Head(this OpenApiOperation operation, string summary, string id, string? description = null)
    {
        (operation.Summary, operation.OperationId, operation.Description) = (summary, id, description);
        return operation;
    }

    private static OpenApiOperation Secure(this OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(OpenApiSetup.KeyScheme, document)] = [] }];
        return operation;
    }

    private static OpenApiOperation Query(this OpenApiOperation operation, string name, ParameterLocation where, OpenApiSchema schema)
    {
        (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = where, Schema = schema });
        return operation;
    }

    private static OpenApiOperation Answer(
        this OpenApiOperation operation, OpenApiDocument document, string status, string description, string? schema = null,
        string mediaType = Outcomes.Json)
    {
        operation.Responses![status] = new OpenApiResponse
        {
            Description = description, Content = schema is null ? null : Content(document, schema, mediaType),
        };
        return operation;
    }

    private static void Problems(this OpenApiOperation operation, OpenApiDocument document, params string[] statuses)
    {
        foreach (var status in statuses)
            operation.Answer(document, status, string.Join("; ", Problem.All
                .Where(problem => problem.Status.ToString(provider: null) == status).Select(problem => problem.Title)) + ".",
                "Problem", "application/problem+json");
    }

    private static Dictionary<string, OpenApiMediaType> Content(OpenApiDocument document, string schema, string mediaType) =>
        new() { [mediaType] = new() { Schema = new OpenApiSchemaReference(schema, document) } };

    private static Dictionary<string, IOpenApiExample> Examples() => CustodyEventReader.Types
        .Select(type => (type, Example: CustodySchemas.ExampleOf(type))).Where(pair => pair.Example is not null)
        .ToDictionary(pair => pair.type, IOpenApiExample (pair) => new OpenApiExample { Value = pair.Example });
}
