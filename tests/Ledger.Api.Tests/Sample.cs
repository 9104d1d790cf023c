using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Auth;
using Ledger.Api.OpenApi;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Tests;

/// <summary>Custody events to post.</summary>
internal static class Sample
{
    public static JsonObject Bagged(Guid id) => new()
    {
        ["id"] = id.ToString(),
        ["type"] = "bagged",
        ["eventTime"] = "2026-03-02T09:30:00+02:00",
        ["mineral"] = "cassiterite",
        ["siteId"] = "RW-0412",
        ["tag"] = Tag(id.ToString("N")[..16]),
        ["weighing"] = new JsonObject { ["netKg"] = 50.2, ["method"] = "measured" },
    };

    public static JsonObject Weighed(Guid id, decimal netKg = 50.2m, string tag = "4410877") => new()
    {
        ["id"] = id.ToString(),
        ["type"] = "weighed",
        ["eventTime"] = "2026-03-02T15:40:00+02:00",
        ["tag"] = Tag(tag),
        ["netKg"] = netKg,
        ["method"] = "measured",
        ["purpose"] = "gate",
    };

    public static JsonObject Tag(string number) => new() { ["series"] = "RW", ["kind"] = "mine", ["number"] = number };

    /// <summary>The example the documentation shows, under an id of its own.</summary>
    public static JsonObject Example(string type, Guid id)
    {
        var example = (JsonObject)CustodySchemas.ExampleOf(type)!;
        example["id"] = id.ToString();
        if (example["replacement"] is { } replacement) replacement["id"] = Guid.NewGuid().ToString();
        return example;
    }

    /// <summary>A role that writes down such events for others: the agent in the field, else the programme's office.</summary>
    public static string RecorderOf(string type) => Rights.AllowsPosting(Roles.Agent, type) ? "agent" : "programme";

    public static TheoryData<string> Types => [.. CustodyEventReader.Types];

    public static HttpContent Json(object body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
