using Ledger.Api.Guarded;
using Ledger.Api.Http;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of the registers.</summary>
internal static partial class Descriptions
{
    public static void Command(OpenApiOperation operation, OpenApiDocument document, ICommandKind kind)
    {
        var name = CommandSchemas.NameOf(kind);
        var words = kind.Name.Replace('-', ' ');
        operation.Head(char.ToUpperInvariant(words[0]) + words[1..], char.ToLowerInvariant(name[0]) + name[1..],
            "The client makes the id: the same again with the same id is answered as the first time. 422 says which rule refuses it.");
        operation.Secure(document).Query("If-Match", ParameterLocation.Header, AnswerSchemas.Text(
            "The ETag of what was read: 412 if it changed since. Without it, it is decided on what there is."));
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(document, name, Outcomes.Json) };
        operation.Answer(document, "201", "Done now; ETag is the version it made.", "ItemResult");
        operation.Answer(document, "200", "Done before, by the same command.", "ItemResult");
        operation.Problems(document, "400", "401", "403", "409", "412", "413", "422", "429", "503");
    }

    public static void ListSites(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<SiteView>(document), document, "Mine sites", "listSites", "In order of id, or as asked for.").Paged()
        .SortedBy(ListOrders.Sites).ChoosingSites();

    public static void ListSitePoints(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(AnswerSchemas.Features(ViewSchemas.Of<SiteView>(document), "Point"), document, "Mine sites on a map", "listSitePoints",
            "The same as GeoJSON (RFC 7946), for any map program. In order of id.")
        .Of("application/geo+json").PagedFeatures().ChoosingSites();

    private static OpenApiOperation ChoosingSites(this OpenApiOperation operation) => operation
        .Query("siteId", ParameterLocation.Query, AnswerSchemas.Text("Only these; given several times."))
        .Within()
        .Query("country", ParameterLocation.Query, AnswerSchemas.Text("ISO 3166-1 alpha-2."))
        .Query("mineral", ParameterLocation.Query, AnswerSchemas.Text("cassiterite, coltan, wolframite..."))
        .Query("status", ParameterLocation.Query, AnswerSchemas.Text("blue, green, yellow or red."))
        .Query("activity", ParameterLocation.Query, AnswerSchemas.Text("abandoned, active or non-active."))
        .Query("name", ParameterLocation.Query, AnswerSchemas.Text("Part of the name or id, whatever its case."));

    public static void GetSite(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SiteView>(document), document,
            "A mine site", "getSite", "With every decision about it. The ETag is its version, for If-Match.");

    public static void GetSiteProduction(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SiteProductionView>(document), document, "What was bagged at a site", "getSiteProduction",
            "Bags and kilograms by month and mineral, newest first, as far as records count.");

    public static void ListAreas(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<AreaView>(document), document,
            "Areas", "listAreas", "Protected ones, and borders and shores that maps draw. In order of id, without outlines.").Paged()
        .ChoosingAreas();

    public static void ListAreaOutlines(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(AnswerSchemas.Features(ViewSchemas.Of<AreaView>(document), "MultiPolygon or Point"), document, "Areas on a map",
            "listAreaOutlines", "Those of today as GeoJSON (RFC 7946). A Point stands for what is smaller than the detail.")
        .Of("application/geo+json").PagedFeatures().ChoosingAreas()
        .Query("detail", ParameterLocation.Query, AnswerSchemas.Number(
            "Degrees a line may differ from what was entered; 0, where absent, for none. The next lower power of two is taken."));

    private static OpenApiOperation ChoosingAreas(this OpenApiOperation operation) => operation
        .Query("kind", ParameterLocation.Query, AnswerSchemas.Text($"{string.Join(", ", Code<AreaKind>.All)}."))
        .Query("name", ParameterLocation.Query, AnswerSchemas.Text("Part of the name, whatever its case."))
        .Within();

    private static OpenApiOperation PagedFeatures(this OpenApiOperation operation) => operation
        .Query("limit", ParameterLocation.Query, AnswerSchemas.Whole("Features, 10,000 where absent, which is the most."))
        .Query("cursor", ParameterLocation.Query, AnswerSchemas.Text("From a next link."));

    private static OpenApiOperation Within(this OpenApiOperation operation)
    {
        foreach (var (side, of) in new[] { ("west", "longitude"), ("south", "latitude"), ("east", "longitude"), ("north", "latitude") })
            operation.Query(side, ParameterLocation.Query, AnswerSchemas.Number($"Of a window, degrees of {of}; all four or none."));
        return operation;
    }

    public static void GetArea(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<AreaView>(document), document, "An area", "getArea",
            "With its latest outline, as GeoJSON (RFC 7946), and every entry about it. The ETag is its version, for If-Match.");

    public static void ListParties(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<PartyLine>(document), document,
            "Parties", "listParties", "With their membership.").Paged()
        .Query("country", ParameterLocation.Query, AnswerSchemas.Text("ISO 3166-1 alpha-2."))
        .Query("role", ParameterLocation.Query, AnswerSchemas.Text("miner, trader, exporter..."))
        .Query("membership", ParameterLocation.Query, AnswerSchemas.Text("applied, declined, member or suspended."))
        .SortedBy(ListOrders.Parties);

    public static void GetParty(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<PartyView>(document), document,
            "A party", "getParty", "With every decision about it. The ETag is its version, for If-Match.");

    public static void GetPartyDetails(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(AnswerSchemas.Object(), document, "What a party is called", "getPartyDetails",
            "Sealed: for the party itself, the programme and auditors.");

    public static void GetMembership(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<MembershipView>(document), document,
            "A party's membership", "getMembership", "With every decision about it. The ETag is its version, for If-Match.");

    public static void ListTagRequests(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<TagRequestView>(document), document,
            "Requests for tags", "listTagRequests", "In order of id. Participants see their own.").Paged().OfTags()
        .Query("state", ParameterLocation.Query, AnswerSchemas.Text("open, approved or declined."));

    public static void ListTagRanges(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.PageOf<TagRangeView>(document), document, "Ranges of tags", "listTagRanges",
            "Issued and assigned, each with its tags by status. Participants see what was assigned on their own requests.").Paged().OfTags()
        .Query("state", ParameterLocation.Query, AnswerSchemas.Text("issued or assigned."));

    public static void GetTagSeries(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<TagSeriesView>(document), document, "A series of tags", "getTagSeries",
            "In numbers, with its newest decisions. The ETag is its version, for If-Match.");

    public static void GetTagRegister(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<TagRegisterView>(document), document, "A site's tags", "getTagRegister",
            "Of one series: assigned, attached, cut, void, lost, stolen, returned, in boxes, not seen.")
        .Query("series", ParameterLocation.Query, AnswerSchemas.Text("Required."))
        .Query("siteId", ParameterLocation.Query, AnswerSchemas.Text("Required."));

    public static void CheckTag(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("Check a tag", "checkTag",
            "For anyone, without a key: whether it is known, how it stands, mineral, country and region, and whether its records are "
            + "those that were signed. Never where it is or who holds it.")
        .Answer(document, "200", "Known or not, in calm words.", "TagCheck").Problems(document, "400", "429");

    public static void CheckNumber(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("Check a bare tag number", "checkTagNumber", "The tags that carry it: numbers are short and come round again.")
        .Answer(document, "200", "At most 20 tags.", "TagCheckList").Problems(document, "400", "429");

    private static OpenApiOperation OfTags(this OpenApiOperation operation) => operation
        .Query("series", ParameterLocation.Query, AnswerSchemas.Text("Whose numbering it is."))
        .Query("siteId", ParameterLocation.Query, AnswerSchemas.Text("The site they are for."))
        .Query("requestedBy", ParameterLocation.Query, AnswerSchemas.Text("Who asked for them."));
}
