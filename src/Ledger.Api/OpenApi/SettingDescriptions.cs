using System.Text.Json.Nodes;
using Ledger.Api.Http;
using Microsoft.OpenApi;

namespace Ledger.Api.OpenApi;

/// <summary>What the document says of settings.</summary>
internal static partial class Descriptions
{
    public static void ListSettings(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(document, "Settings", "listSettings", "Every number rules go by: its value, unit, bounds and history.").Paged()
        .AtMoment();

    public static void GetSetting(OpenApiOperation operation, OpenApiDocument document) => operation
        .Reads(document, "A setting", "getSetting", "With its history, newest change first. The ETag is for If-Match.").Paged().AtMoment();

    public static void PutSetting(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Reads(document, "Change a setting from a moment on", "putSetting",
            "It holds for what happens from effectiveFrom on, at the earliest a minute from now, and never for what happened before.")
            .Query("If-Match", ParameterLocation.Header, AnswerSchemas.Text("An ETag of a setting: 412 where one was changed since."));
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Outcomes.Json] = new()
                {
                    Schema = new OpenApiSchemaReference("SettingChange", document),
                    Example = new JsonObject
                    {
                        ["id"] = "0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c71", ["value"] = 65, ["effectiveFrom"] = "2026-07-01T00:00:00+02:00",
                    },
                },
            },
        };
        operation.Problems(document, "412", "413", "422", "503");
    }
}
