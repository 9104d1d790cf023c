using Ledger.Rules.Views;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of settings.</summary>
internal static partial class Descriptions
{
    public static void ListSettings(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SettingList>(document), document,
            "Settings", "listSettings", "Every number rules go by: its value, unit, bounds and history.").Paged()
        .AtMoment();

    public static void GetSetting(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(ViewSchemas.Of<SettingView>(document), document,
            "A setting", "getSetting", "With its history, newest change first. The ETag is for If-Match.").Paged().AtMoment();
}
