using Ledger.Api.Http;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of the transparency log.</summary>
internal static partial class Descriptions
{
    private const string Text = "text/plain";
    private const string Octets = "application/octet-stream";

    public static void GetCheckpoint(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("The newest signed head of the log", "getCheckpoint", "A signed note (C2SP tlog-checkpoint), at most a second behind.")
        .Raw("The note.", Text).Problems(document, "404");

    public static void GetTile(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("A tile of the tree", "getTile",
            "Hashes one after the other (C2SP tlog-tiles): /tile/0/x001/234 or, while it is not full, /tile/0/x001/234.p/7. " +
            "It never changes.")
        .Raw("32 bytes a hash.", Octets).Problems(document, "404");

    public static void GetEntries(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("The leaves under a tile", "getEntries", "Each after its length in two bytes (C2SP tlog-tiles). It never changes.")
        .Secure(document).Raw("The leaves.", Octets)
        .Problems(document, "401", "403", "404");

    public static void GetProof(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Head("The proof of one event", "getProof",
            "That it is in the published log: all that it takes to check it offline (C2SP tlog-proof). " +
            "Waits a moment for one just recorded.")
            .Query("sequence", ParameterLocation.Query, AnswerSchemas.Whole("From the receipt.")).Raw("A tlog-proof.", Text);
        operation.Responses!["200"].Content![Outcomes.Json] = new()
        {
            Schema = AnswerSchemas.Object(
                ("sequence", AnswerSchemas.Whole()), ("leafHash", AnswerSchemas.Text("64 hexadecimal digits.")),
                ("index", AnswerSchemas.Whole("Of the leaf, from 0.")), ("size", AnswerSchemas.Whole("Of the tree.")),
                ("root", AnswerSchemas.Text("Base64.")), ("hashes", AnswerSchemas.Hashes()),
                ("checkpoint", AnswerSchemas.Text("The signed note."))),
        };
        operation.Problems(document, "400", "404");
    }

    public static void GetConsistency(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Head("The proof that the log only grew", "getConsistency",
            "That the larger tree starts with all leaves of the smaller one.")
            .Query("from", ParameterLocation.Query, AnswerSchemas.Whole("Size of the smaller tree."))
            .Query("to", ParameterLocation.Query, AnswerSchemas.Whole("Size of the larger one; the published one where absent."));
        var tree = AnswerSchemas.Object(("size", AnswerSchemas.Whole()), ("root", AnswerSchemas.Text("Base64.")));
        operation.Json("Both trees and the hashes between them (RFC 6962).", AnswerSchemas.Object(
            ("from", tree), ("to", tree), ("hashes", AnswerSchemas.Hashes()))).Problems(document, "400", "404");
    }

    public static void GetLogKey(OpenApiOperation operation, OpenApiDocument document)
    {
        var keys = new OpenApiSchema { Type = JsonSchemaType.Array, Items = AnswerSchemas.Text("A vkey (C2SP signed-note).") };
        operation.Head("What to check checkpoints with", "getLogKey",
            "Compare it with what you were given another way: whoever can change this page can change the log.")
            .Json("Keys that sign now, that signed before, and of the witnesses.", AnswerSchemas.Object(
                ("origin", AnswerSchemas.Text("First line of every checkpoint.")),
                ("keys", keys), ("earlier", keys), ("witnesses", keys)));
    }

    public static void GetLotDossier(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Dossier(document, "getLotDossier", "the lot, an export lot too,");

    public static void GetTagDossier(OpenApiOperation operation, OpenApiDocument document) =>
        operation.Dossier(document, "getTagDossier", "the tag, the lots it was tied on");

    private static void Dossier(this OpenApiOperation operation, OpenApiDocument document, string id, string about) => operation
        .Head("A dossier to carry away", id,
            $"One zip with every event of {about} and all it came from, as far as you may see, " +
            "with proofs, findings, and a page to print. " +
            "`ledger verify` checks it offline.")
        .Secure(document).Raw("The zip; Ledger-Sequence says up to which event.", "application/zip")
        .Problems(document, "400", "401", "403", "404", "413", "503");

    public static void GetHeads(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("Where a stream ended", "getHeads",
            "That the newest event of a stream was this one, or that there was no such stream, when the heads were taken last.")
        .Secure(document).Query("stream", ParameterLocation.Query, AnswerSchemas.Text("For example lot:demo-agent:bag-1."))
        .Json("The proof in the tree of heads, and that of its root in the log.", AnswerSchemas.Object(
            ("stream", AnswerSchemas.Text()), ("verdict", AnswerSchemas.Text("head or absent.")),
            ("proof", AnswerSchemas.Object(("stream", AnswerSchemas.Text()), ("heads", new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = AnswerSchemas.Object(
                    ("index", AnswerSchemas.Whole()), ("hashes", AnswerSchemas.Hashes()),
                    ("head", AnswerSchemas.Object(
                        ("stream", AnswerSchemas.Text()), ("version", AnswerSchemas.Whole()), ("leafHash", AnswerSchemas.Text())))),
            }))),
            ("taken", HeadsRoot()))).Problems(document, "400", "401", "403", "404");

    public static void PostHeads(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Head("Take the heads of all streams now", "postHeads", "Once a minute at most: sooner, the last ones are the answer.")
            .Secure(document).Json("Taken less than a minute ago.", HeadsRoot()).Problems(document, "401", "403");
        operation.Responses!["201"] = new OpenApiResponse
        {
            Description = "Taken now.",
            Content = new Dictionary<string, OpenApiMediaType> { [Outcomes.Json] = new() { Schema = HeadsRoot() } },
        };
    }

    public static void GetKeptRecords(OpenApiOperation operation, OpenApiDocument document) => operation.Kept(
        document, "getKeptRecords", "custody events and commands", "The id of the last one you have.", AnswerSchemas.Object(
            ("id", AnswerSchemas.Uuid()), ("organisation", AnswerSchemas.Text("Who posted it.")),
            ("firstSequence", AnswerSchemas.Whole("Of the first event it became.")), ("eventCount", AnswerSchemas.Whole())));

    public static void GetKeptSealed(OpenApiOperation operation, OpenApiDocument document) => operation.Kept(
        document, "getKeptSealed", "sealed parts", "The event, / and the kind of the last one you have.", AnswerSchemas.Object(
            ("eventId", AnswerSchemas.Uuid()), ("kind", AnswerSchemas.Text()), ("salt", AnswerSchemas.Text("Base64.")),
            ("body", AnswerSchemas.Text("Base64."))));

    public static void GetKeptHeads(OpenApiOperation operation, OpenApiDocument document) => operation.Kept(
        document, "getKeptHeads", "the ends of streams", "The stream of the last one you have.", AnswerSchemas.Object(
            ("stream", AnswerSchemas.Text()), ("version", AnswerSchemas.Whole("Of its newest event.")),
            ("leafHash", AnswerSchemas.Text("Base64."))));

    private static void Kept(
        this OpenApiOperation operation, OpenApiDocument document, string id, string what, string after, OpenApiSchema row)
    {
        operation.Head($"What is kept of {what} beside the leaves", id,
            "Row by row as it stands, for `ledger fsck --records`, which compares it with the leaves.")
            .Secure(document).Query("after", ParameterLocation.Query, AnswerSchemas.Text(after))
            .Query("limit", ParameterLocation.Query, AnswerSchemas.Whole("Rows, at most 10,000; 1,000 where absent."))
            .Raw("One row a line.", Outcomes.Lines).Problems(document, "400", "401", "403");
        operation.Responses!["200"].Content![Outcomes.Lines].Schema = row;
    }

    private static OpenApiSchema HeadsRoot() => AnswerSchemas.Object(
        ("sequence", AnswerSchemas.Whole("Of the event that holds the root.")), ("recordedAt", AnswerSchemas.Text("RFC 3339.")),
        ("through", AnswerSchemas.Whole("The last sequence that is counted in.")), ("streams", AnswerSchemas.Whole()),
        ("root", AnswerSchemas.Text("Base64.")), ("leaf", AnswerSchemas.Text("Base64 of that event's leaf.")),
        ("proof", AnswerSchemas.Text("Its tlog-proof.")));

    private static OpenApiOperation Raw(this OpenApiOperation operation, string description, string mediaType)
    {
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = description, Content = new Dictionary<string, OpenApiMediaType> { [mediaType] = new() },
        };
        return operation;
    }

    private static OpenApiOperation Json(this OpenApiOperation operation, string description, OpenApiSchema schema)
    {
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = description, Content = new Dictionary<string, OpenApiMediaType> { [Outcomes.Json] = new() { Schema = schema } },
        };
        return operation;
    }
}
