using System.Text.Json.Nodes;
using Ledger.Api.Auth;
using Ledger.Domain.Values;
using Ledger.Rules.Views;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>Schemas of answers, and of the little that is posted beside custody events.</summary>
internal static class AnswerSchemas
{
    public static IEnumerable<(string Name, OpenApiSchema Schema)> All(OpenApiDocument document) =>
        OfRecords(document).Concat(OfTheService(document));

    private static IEnumerable<(string Name, OpenApiSchema Schema)> OfRecords(OpenApiDocument document)
    {
        yield return ("FieldError", Object(("field", Text("Path, such as lots[2].netKg.")), ("message", Text())));
        yield return ("Problem", Object(
            ("type", Text("Stable; see /problems/{name}.")), ("title", Text()), ("status", Whole()), ("detail", Text()),
            ("id", Text("The client's id, where it could be read.")), ("errors", List(document, "FieldError")),
            ("results", List(document, "ItemResult")),
            ("reference", Text("Of a failure of the service: under it the service's log has what happened."))));
        yield return ("EventReceipt", Object(
            ("sequence", Whole("Place in the ledger, from 1.")), ("stream", Text()), ("version", Whole("Place in the stream, from 1.")),
            ("leafHash", Text("RFC 6962 leaf hash, 64 hexadecimal digits.")),
            ("proof", Text("Where its proof is, within a second and for good."))));
        yield return ("ItemResult", Object(
            ("line", Whole("From 1, of a body of lines.")), ("index", Whole("From 0, of an array.")), ("id", Uuid()),
            ("status", Code("created", "duplicate", "refused", "unknown")), ("sequence", Whole("The highest of its events.")),
            ("events", List(document, "EventReceipt")), ("replacement", new OpenApiSchemaReference("ItemResult", document)),
            ("isEvaluated", Flag("With Prefer: wait only: whether rules have looked at it in that time.")),
            ("findings", List(document, "Found")), ("pending", List(document, "Pending")),
            ("type", Text("Of the problem.")), ("detail", Text()), ("errors", List(document, "FieldError"))));
        yield return ("Found", Object(
            ("findingId", Uuid()), ("rule", Text()), ("subject", Text()), ("tier", Code("incident", "review", "integrity")),
            ("expected", Number()),
            ("observed", Number()), ("tolerance", Number()), ("unit", Text("Of these three.")), ("innocentExplanation", Text())));
        yield return ("Pending", Object(
            ("subject", Text("Rules look at it again when a day closes.")), ("on", Text("The first day it may be, ISO 8601."))));
        yield return ("RecordedEvent", Object(
            ("sequence", Whole()), ("stream", Text()), ("version", Whole()), ("leafHash", Text()), ("proof", Text()), ("type", Text()),
            ("data", Anything("What the ledger event says; what is sealed stands in none."))));
        yield return ("RecordedCustodyEvent", Object(
            ("id", Uuid()), ("type", Text("Of the custody event.")), ("recordedBy", Text()), ("recordedAt", Time()),
            ("sequence", Whole("The highest of its events.")), ("correctedBy", Corrections()),
            ("headers", Anything("What every event of it says of the record, as the first leaf has it.")),
            ("events", List(document, "RecordedEvent"))));
        yield return ("RecordLine", Object(
            ("id", Uuid()), ("type", Text("Of the custody event.")), ("recordedBy", Text()), ("recordedAt", Time()),
            ("sequence", Whole("Of the first of its events.")), ("eventTime", Time()),
            ("timePrecision", Code([.. Domain.Json.Code<TimePrecision>.All])), ("stream", Text("Of the first of its events.")),
            ("correctedBy", Corrections())));
        yield return ("RecordList", Object(
            ("items", List(document, "RecordLine")), ("next", Text("The next page; absent on the last."))));
        yield return ("Import", Object(
            ("id", Text()), ("state", Code("waiting", "running", "finished")), ("receivedAt", Time()), ("finishedAt", Time()),
            ("lines", Whole()),
            ("counts", Object(("created", Whole()), ("duplicate", Whole()), ("refused", Whole()), ("items", Whole()))),
            ("progress", Number()), ("results", Text("Where the results are."))));
        yield return ("TagCheck", Object(
            ("series", Text()), ("kind", Code([.. Domain.Json.Code<TagKind>.All])), ("number", Text()),
            ("isKnown", Flag("Whether anything is recorded of it.")),
            ("status", Code([.. Domain.Json.Code<PublicTagStatus>.All])), ("mineral", Text()),
            ("country", Text("ISO 3166-1 alpha-2.")), ("region", Text("The site's area.")),
            ("history", Code([.. Domain.Json.Code<HistoryStanding>.All])), ("says", Text("The same in a sentence."))));
        yield return ("TagCheckList", Object(
            ("number", Text()), ("tags", List(document, "TagCheck")),
            ("isComplete", Flag("False where there are more.")), ("says", Text())));
    }

    private static IEnumerable<(string Name, OpenApiSchema Schema)> OfTheService(OpenApiDocument document)
    {
        yield return ("Caller", Object(("organisation", Text()), ("roles", Roles()), ("keyId", Text())));
        yield return ("Rebuild", Object(
            ("id", Uuid()), ("state", Code("waiting", "running", "finished", "failed")), ("requestedBy", Text()), ("requestedAt", Time()),
            ("endedAt", Time()), ("targetSequence", Whole("The newest when it was asked for.")), ("reachedSequence", Whole()),
            ("attempts", Whole("How often it was begun.")), ("progress", Number())));
        yield return ("Follower", Object(
            ("sequence", Whole("It reflects every event up to here.")), ("behindEvents", Whole()),
            ("behindSeconds", Number("Since the first event that it does not reflect was recorded.")),
            ("isKeptHere", Flag("Whether this node moves it."))));
        yield return ("State", Object(
            ("version", Text("Of the service.")), ("startedAt", Time()), ("now", Time()), ("sequence", Whole("The newest.")),
            ("recordedAt", Time()),
            ("database", Object(("bytes", Whole()), ("server", Text("Version of PostgreSQL.")),
                ("mayRebuild", Flag("Whether this node takes a rebuild.")))),
            ("views", Follower(document)), ("rules", Follower(document)), ("log", Follower(document)),
            ("logProblem", Text("Why the transparency log does not sign, and what to do.")),
            ("witnesses", new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object(
                ("name", Text()), ("vkey", Text()), ("isAsked", Flag("Whether it has an address.")),
                ("cosignedSize", Whole("Of the tree it cosigned last.")), ("cosignedAt", Time())) }),
            ("queue", Object(("events", Whole()), ("mostEvents", Whole()), ("bulkRequests", Whole()), ("mostBulkRequests", Whole()))),
            ("waitingImports", Whole()), ("rebuild", new OpenApiSchemaReference("Rebuild", document))));
        yield return ("NewKey", Object(("organisation", Text()), ("roles", Roles()), ("name", Text())));
        yield return ("Key", Object(
            ("id", Text()), ("organisation", Text()), ("roles", Roles()), ("name", Text()), ("createdAt", Time()), ("revokedAt", Time()),
            ("lastUsedOn", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" }),
            ("key", Text("Only in the answer that made it."))));
        yield return ("Health", Object(("status", Code("live", "ready", "not-ready")), ("reason", Text()),
            ("log", Text("Why the transparency log does not sign, and what to do."))));
    }

    private static OpenApiSchemaReference Follower(OpenApiDocument document) => new("Follower", document);

    /// <summary>A tree hash: 44 characters of base64.</summary>
    public static OpenApiSchema Hashes() => new() { Type = JsonSchemaType.Array, Items = Text("Base64 of 32 bytes.") };

    public static OpenApiSchema Object(params (string Name, IOpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = properties.ToDictionary(property => property.Name, property => property.Schema),
    };

    public static OpenApiSchema List(OpenApiDocument document, string name) =>
        new() { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(name, document) };

    public static OpenApiSchema Text(string? description = null) => new() { Type = JsonSchemaType.String, Description = description };

    public static OpenApiSchema Whole(string? description = null) =>
        new() { Type = JsonSchemaType.Integer, Format = "int64", Description = description };

    public static OpenApiSchema Number(string? description = null) => new() { Type = JsonSchemaType.Number, Description = description };

    /// <summary>A collection of features of GeoJSON.</summary>
    /// <param name="properties">Of a feature.</param>
    /// <param name="geometry">Its type.</param>
    public static OpenApiSchema Features(IOpenApiSchema properties, string geometry) => Object(
        ("type", Code("FeatureCollection")),
        ("features", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = Object(
                ("type", Code("Feature")), ("id", Text()), ("properties", properties),
                ("geometry", Object(("type", Text(geometry)), ("coordinates", new OpenApiSchema { Type = JsonSchemaType.Array })))),
        }),
        ("next", Text("The next page; absent on the last.")));

    public static OpenApiSchema Flag(string description) => new() { Type = JsonSchemaType.Boolean, Description = description };

    public static OpenApiSchema Uuid() => new() { Type = JsonSchemaType.String, Format = "uuid" };

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public static OpenApiSchema Code(params string[] codes) =>
        new() { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => (JsonNode)code)] };

    private static OpenApiSchema Anything(string description) => new() { Type = JsonSchemaType.Object, Description = description };

    private static OpenApiSchema Corrections() => new()
    {
        Type = JsonSchemaType.Array, Items = Uuid(), Description = "Custody events that correct it, oldest first.",
    };

    private static OpenApiSchema Roles() =>
        new() { Type = JsonSchemaType.Array, Items = Code([.. RoleCodes.All.Select(RoleCodes.CodeOf)]) };
}
