using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of settings.</summary>
internal static partial class Descriptions
{
    public static void ListSettings(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SettingList>(document), document,
            "Settings", "listSettings", "Every number rules go by: its value, unit, bounds and history.").Paged()
        .Query("name", ParameterLocation.Query, AnswerSchemas.Text("A part of the name."))
        .Query("rule", ParameterLocation.Query, AnswerSchemas.Text("Only what this rule goes by, for example R5."))
        .Query("changed", ParameterLocation.Query, AnswerSchemas.Flag("Only what was ever changed, or only what stands as it came."))
        .SortedBy(ListOrders.Settings).AtMoment();

    public static void GetSetting(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SettingView>(document), document,
            "A setting", "getSetting", "With its history, newest change first. The ETag is for If-Match.").Paged().AtMoment();
}
