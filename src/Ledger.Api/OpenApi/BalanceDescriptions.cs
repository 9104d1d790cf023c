using Ledger.Rules.Views;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of balances of sites, lots and countries.</summary>
internal static partial class Descriptions
{
    public static void GetSiteBalance(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SiteBalanceView>(document), document, "What was bagged at a site, left it and lies there", "getSiteBalance",
            "By month and mineral, as weighed: opening + bagged + first weighed + difference = taken + used + lost + closing. With"
            + " uncertainty, tests of the differences, and what R10 expects of the month.")
        .Query("year", ParameterLocation.Query, AnswerSchemas.Text("By default this one."));

    public static void GetSiteBalanceSheet(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("The same as a sheet", "getSiteBalanceSheet", "One row a month and mineral.")
        .Secure(document).Query("year", ParameterLocation.Query, AnswerSchemas.Text("By default this one."))
        .Raw("CSV with a row of names.", "text/csv").Problems(document, "400", "401", "403", "404");

    public static void GetLotBalance(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<LotBalanceView>(document), document, "Where a lot's mass comes from, to the gram", "getLotBalance",
            "Tagged at sites + gained in transfers + in runs + in stocks + unattributed = its mass, as it was exported where it was. Each"
            + " gain beyond what is to be expected, in sigma, and its evidence.").AtMoment();

    public static void GetLotBalanceSheet(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("The same as a sheet", "getLotBalanceSheet", "One row a site, transfer, run and stock; all rows add up to the lot's mass.")
        .Secure(document).AtMoment().Raw("CSV with a row of names.", "text/csv").Problems(document, "400", "401", "403", "404");

    public static void GetSupplyBalance(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SupplyBalanceView>(document), document, "A holder with all who supplied it, as one", "getSupplyBalance",
            "Where the mass comes from that it sold, exported or smelted in a month: tagged at sites, gained in any hand above it, or"
            + " nobody knows. All gains together, beyond what is to be expected, in sigma.")
        .OfSupply();

    public static void GetSupplyBalanceSheet(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("The same as a sheet", "getSupplyBalanceSheet", "One row a site, transfer, run and stock; all rows add up to the mass.")
        .Secure(document).OfSupply().Raw("CSV with a row of names.", "text/csv").Problems(document, "400", "401", "403");

    private static OpenApiOperation OfSupply(this OpenApiOperation operation) => operation
        .Query("month", ParameterLocation.Query, AnswerSchemas.Text("Such as 2026-05; by default that of the last closed day."))
        .Query("mineral", ParameterLocation.Query, AnswerSchemas.Text("Only lots of it."));

    public static void GetRegionBalance(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<RegionBalanceView>(document), document, "What was bagged in a country or an area of it, left and lies there",
            "getRegionBalance", "Its registered sites as one, by month and mineral: the account of a site, and what R10 expects of them.")
        .OfRegion();

    public static void GetRegionBalanceSheet(OpenApiOperation operation, OpenApiDocument document) => operation
        .Head("The same as a sheet", "getRegionBalanceSheet", "One row a month and mineral.")
        .Secure(document).OfRegion().Raw("CSV with a row of names.", "text/csv").Problems(document, "400", "401", "403");

    private static OpenApiOperation OfRegion(this OpenApiOperation operation) => operation
        .Query("area", ParameterLocation.Query, AnswerSchemas.Text("Only sites that the register has in that area."))
        .Query("year", ParameterLocation.Query, AnswerSchemas.Text("By default this one."));
}
