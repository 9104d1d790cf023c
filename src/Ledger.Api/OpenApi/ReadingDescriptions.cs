using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Projections.Queries;
using Ledger.Rules.Explanations;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of the endpoints that read views.</summary>
internal static partial class Descriptions
{
    private static readonly string[] ReadingProblems = ["400", "401", "403", "404"];

    public static void ListLots(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<LotView>(document), document,
            "Lots", "listLots", "Participants see what they hold; staff and auditors everything.").Paged()
        .Query("custodian", ParameterLocation.Query, AnswerSchemas.Text("Who holds it."))
        .Query("siteId", ParameterLocation.Query, AnswerSchemas.Text("Where it was bagged."))
        .Query("status", ParameterLocation.Query, AnswerSchemas.Text("held, partly-consumed, consumed..."))
        .Query("mineral", ParameterLocation.Query, AnswerSchemas.Text("cassiterite, coltan, wolframite...")).SortedBy(ListOrders.Lots);

    public static void GetLot(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<LotView>(document), document,
            "Where a lot stands", "getLot", "Custodian, owner, mass, tags, status: now or at a past moment.").AtMoment().InLanguage();

    public static void GetLotHistory(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<LotHistory>(document), document, "A lot's chain of custody", "getLotHistory",
            "Every event in the order it happened, with both times; corrected ones stay to be seen.").AtMoment();

    public static void GetLotProvenance(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<ProvenanceView>(document), document, "Where a lot comes from", "getLotProvenance",
            "Shares by site; they and the unattributed share sum to 1.").AtMoment();

    public static void GetLotDestinations(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<DestinationView>(document), document,
            "Where a lot went", "getLotDestinations", "Every lot its mass is in, with its share there.").AtMoment();

    public static void GetTag(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<TagView>(document), document,
            "What is known of a tag", "getTag", "Its status and the lots it was tied on.").AtMoment().InLanguage();

    public static void GetTagProvenance(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Reads(ViewSchemas.Of<ProvenanceView>(document), document, "Where the lot under a tag comes from", "getTagProvenance",
            "409 where the tag was on several lots: ask for one of them.").AtMoment();
        operation.Problems(document, "409");
    }

    public static void ListRuns(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<RunSummary>(document), document, "Processing runs", "listRuns",
            "Without their lines. Participants see their own; staff and auditors everything.").Paged()
        .Query("holder", ParameterLocation.Query, AnswerSchemas.Text("Whose."))
        .Query("state", ParameterLocation.Query, AnswerSchemas.Text(
            $"{string.Join(", ", Code<RunState>.All)}: whether its last sheet is there."))
        .Query("endedFrom", ParameterLocation.Query, AnswerSchemas.Text("Its last sheet not before: a date or an RFC 3339 time."))
        .Query("endedTo", ParameterLocation.Query, AnswerSchemas.Text("Nor after.")).SortedBy(ListOrders.Runs);

    public static void GetRun(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<RunView>(document), document,
            "A processing run", "getRun", "Its sheets added up: in, out, loss.").AtMoment().InLanguage();

    public static void GetMovement(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<MovementView>(document), document,
            "A transport", "getMovement", "What left, what came in, seals, the difference, and whose half is missing.")
        .AtMoment().InLanguage();

    public static void GetSale(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SaleView>(document), document,
            "A sale", "getSale", "What was agreed and received, who has title, and whose half is missing. Prices are sealed.")
        .AtMoment().InLanguage();

    public static void GetHoldings(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<HoldingsView>(document), document, "What a party holds", "getHoldings", "Lots and kilograms by mineral.");

    public static void GetBalance(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<BalanceView>(document), document, "What a party opened, made, kept and gained or lost", "getBalance",
            "By month, mineral and matter, with uncertainty, sequential tests and their thresholds (R6, R7, R8); and all it had,"
            + " as weighed.")
        .Query("year", ParameterLocation.Query, AnswerSchemas.Text("The year judged, by default this one; the one before is shown too."));

    public static void GetBalanceSheet(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("The same as a sheet", "getBalanceSheet", "One row a month, mineral and matter.")
        .Secure(document).Query("year", ParameterLocation.Query, AnswerSchemas.Text("The year judged. By default this one."))
        .Raw("CSV with a row of names.", "text/csv").Problems(document, "400", "401", "403");

    public static void GetStockSheet(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("What a party had, as a sheet", "getStockSheet",
            "One row a month and mineral, as weighed: opening + in + gain = out + closing.")
        .Secure(document).Query("year", ParameterLocation.Query, AnswerSchemas.Text("By default this one."))
        .Raw("CSV with a row of names.", "text/csv").Problems(document, "400", "401", "403");

    public static void GetReconciliationSheet(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("A party's year reconciled, as a sheet", "getReconciliationSheet",
            "One row a mineral, as weighed: opening + receipts + unrecorded + processing + difference"
            + " = sales + smelted + losses + closing.")
        .Secure(document).Query("year", ParameterLocation.Query, AnswerSchemas.Text("By default this one."))
        .Raw("CSV with a row of names.", "text/csv").Problems(document, "400", "401", "403");

    public static void ListFindings(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<FindingView>(document), document,
            "Findings", "listFindings", "Differences to explain. Participants see those that name them.").Paged()
        .Query("subject", ParameterLocation.Query, AnswerSchemas.Text("For example lot:demo-trader-01:77."))
        .Query("rule", ParameterLocation.Query, AnswerSchemas.Text("For example R5."))
        .Query("tier", ParameterLocation.Query, AnswerSchemas.Text("incident, review or integrity."))
        .Query("status", ParameterLocation.Query, AnswerSchemas.Text("active or withdrawn."))
        .Query("custodyEvent", ParameterLocation.Query, AnswerSchemas.Text("A custody event a finding rests on."))
        .Query("raisedFrom", ParameterLocation.Query, AnswerSchemas.Text("Raised not before: a date or an RFC 3339 time."))
        .Query("raisedTo", ParameterLocation.Query, AnswerSchemas.Text("Nor after."))
        .InLanguage()
        .Query("party", ParameterLocation.Query, AnswerSchemas.Text("Who is named.")).SortedBy(ListOrders.Findings);

    public static void GetFinding(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<FindingView>(document), document, "A finding", "getFinding",
            "Expected, observed, tolerance, evidence, the smallest innocent explanation, its versions, and what was answered.")
        .InLanguage()
        .Query("knownAt", ParameterLocation.Query, AnswerSchemas.Text("As recorded by then: a date or an RFC 3339 time."));

    public static void ListIncidents(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<IncidentView>(document), document,
            "Flagged incidents", "listIncidents", "Newest first. They count for nothing until a person verified them.").Paged()
        .Query("party", ParameterLocation.Query, AnswerSchemas.Text("Who is named."))
        .Query("rule", ParameterLocation.Query, AnswerSchemas.Text("For example R5."))
        .Query("state", ParameterLocation.Query, AnswerSchemas.Code([.. Code<IncidentState>.All]))
        .Query("flaggedFrom", ParameterLocation.Query, AnswerSchemas.Text("Flagged from then on: a date or an RFC 3339 time."))
        .Query("flaggedTo", ParameterLocation.Query, AnswerSchemas.Text("Nor after: a date, which is included, or a time."))
        .SortedBy(ListOrders.Incidents);

    public static void GetIncident(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<IncidentView>(document), document,
            "A flagged incident", "getIncident", "With the finding that flagged it.");

    public static void GetSealedPart(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(AnswerSchemas.Object(), document, "A sealed part", "getSealedPart",
            "What was sealed of a custody event or command, as it was committed to: for who recorded it, programme and auditors. " +
            "Kinds: people, position, commercial, note, answer... Ledger-Salt is the salt in base64: SHA-256(salt || body), in hex, " +
            "is the commitment in the headers of the first leaf.");

    public static void DeleteSealedPart(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("Erase a sealed part", "deleteSealedPart",
            "Salt and body are deleted for good, and that they were is recorded. Leaf and proofs stay as they are. Again: nothing more.")
        .Query("reason", ParameterLocation.Query, AnswerSchemas.Text(string.Join(", ", Code<ErasureReason>.All) + "."))
        .Secure(document).Answer(document, "204", "Recorded and erased.").Problems(document, "400", "401", "403", "404", "503");

    private static OpenApiOperation Reads(
        this OpenApiOperation operation, IOpenApiSchema answer, OpenApiDocument document, string summary, string id, string description)
    {
        operation.Head(summary, id, description).Secure(document);
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "With Ledger-Sequence, which says what it reflects, and an ETag.",
            Content = new Dictionary<string, OpenApiMediaType> { [Outcomes.Json] = new() { Schema = answer } },
        };
        operation.Problems(document, ReadingProblems);
        return operation;
    }

    // Of another type than JSON at large.
    private static OpenApiOperation Of(this OpenApiOperation operation, string type)
    {
        var content = operation.Responses!["200"].Content!;
        content[type] = content[Outcomes.Json];
        content.Remove(Outcomes.Json);
        return operation;
    }

    private static OpenApiOperation Paged(this OpenApiOperation operation) => operation
        .Query("limit", ParameterLocation.Query, AnswerSchemas.Whole("Rows, 50 where absent, at most 500."))
        .Query("cursor", ParameterLocation.Query, AnswerSchemas.Text("From a next link."));

    private static OpenApiOperation SortedBy<TSort>(this OpenApiOperation operation, ListOrder<TSort> otherwise)
        where TSort : struct, Enum => operation.Query("sort", ParameterLocation.Query, AnswerSchemas.Text(
            $"{string.Join(", ", Code<TSort>.All)}; with - before it the other way round. {otherwise} where absent."));

    private static OpenApiOperation AtMoment(this OpenApiOperation operation) => operation
        .Query("knownAt", ParameterLocation.Query, AnswerSchemas.Text("As recorded by then: a date or an RFC 3339 time."))
        .Query("happenedBy", ParameterLocation.Query, AnswerSchemas.Text("As it was then: a date or an RFC 3339 time."));

    private static OpenApiOperation InLanguage(this OpenApiOperation operation) => operation
        .Query("lang", ParameterLocation.Query, AnswerSchemas.Text(
            $"The language findings are explained in: {string.Join(", ", Code<Language>.All)}. Absent: as Accept-Language says, else en."));
}
