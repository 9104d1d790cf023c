using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>What endpoints answer is what the document says they do, member by member.</summary>
public sealed class AnswerSchemaTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task Every_member_of_what_is_read_stands_in_the_document_with_its_type()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m, tag: "0000777");
        await story.HandOverAsync(bag, 50m, 40m);
        var (run, product) = await story.WashAsync(30m, (bag, 40m));
        await story.SettleAsync();
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var document = (await auditor.GetAsync("/openapi/v1.json")).Body;
        var sale = (await auditor.GetAsync($"{bag.Path}/history")).Body["entries"]!.AsArray()
            .Select(entry => (string?)entry!["data"]!["saleId"]).First(id => id is not null);
        var finding = (string)(await auditor.GetAsync("/v1/findings")).Body["items"]![0]!["findingId"]!;
        foreach (var (path, template) in (IEnumerable<(string, string)>)[
            ("/v1/lots", "/v1/lots"), (bag.Path, "/v1/lots/{id}"), (bag.Path + "/history", "/v1/lots/{id}/history"),
            ($"/v1/lots/{product}/provenance", "/v1/lots/{id}/provenance"), (bag.Path + "/destinations", "/v1/lots/{id}/destinations"),
            (story.TagPath("0000777"), "/v1/tags/{series}/{kind}/{number}"), ($"/v1/runs/{run}", "/v1/runs/{id}"),
            ($"/v1/sales/{sale}", "/v1/sales/{id}"), ($"/v1/parties/{story.Trader.Organisation}/holdings", "/v1/parties/{id}/holdings"),
            ($"/v1/parties/{story.Trader.Organisation}/balance", "/v1/parties/{id}/balance"),
            ("/v1/findings", "/v1/findings"), ($"/v1/findings/{finding}", "/v1/findings/{id}"), ("/v1/incidents", "/v1/incidents"),
            ("/v1/settings", "/v1/settings"), ("/v1/settings/R4.bagKg", "/v1/settings/{name}"), ("/v1/sites", "/v1/sites"),
            ("/v1/parties", "/v1/parties")])
        {
            var schema = document["paths"]![template]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
            var answer = await auditor.GetAsync(path);
            Check(answer.Body, schema, document, path);
        }
    }

    private static void Check(JsonNode? value, JsonNode schema, JsonNode document, string where)
    {
        if (schema["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!;
        var type = (string)schema["type"]!;
        Assert.True(Fits(value!.GetValueKind(), type), $"{where}: {value.GetValueKind()} is not {type}");
        if (value is JsonArray items)
            foreach (var (index, item) in items.Index()) Check(item, schema["items"]!, document, $"{where}[{index}]");
        if (value is not JsonObject members || (schema["properties"] is null && schema["additionalProperties"] is null)) return;
        foreach (var (name, member) in members)
        {
            var known = schema["properties"]?[name] ?? schema["additionalProperties"];
            Assert.True(known is not null, $"{where}.{name} is not in the document");
            Check(member, known, document, $"{where}.{name}");
        }
    }

    private static bool Fits(JsonValueKind kind, string type) => type switch
    {
        "string" => kind == JsonValueKind.String,
        "integer" or "number" => kind == JsonValueKind.Number,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "array" => kind == JsonValueKind.Array,
        _ => kind == JsonValueKind.Object,
    };
}
