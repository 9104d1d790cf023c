using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.OpenApi;
using Ledger.Api.Pages.Desk;
using Ledger.Api.Pages.House;
using Ledger.Domain.CustodyEvents;
using NodaTime;

namespace Ledger.Api.Tests.Pages;

/// <summary>Forms ask for all that the ledger takes, and show a record as it was typed.</summary>
public sealed partial class RecordFormTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private static readonly DateTimeZone Kigali = DateTimeZoneProviders.Tzdb["Africa/Kigali"];

    // No form makes these: a correction is made from the record it corrects, an answer at its finding.
    private static readonly string[] WithoutForm = ["corrected", "finding-answered"];

    // What a form does not ask for, or says by itself.
    private static readonly string[] NotTyped = ["id", "type", "capturedAt", "place", "documents", "deviceId", "deviceSeq"];

    public static TheoryData<string> Types => [.. CustodyEventReader.Types.Except(WithoutForm)];

    [Fact]
    public void Every_type_has_its_form_and_stands_in_one_group() =>
        Assert.Equal(
            CustodyEventReader.Types,
            RecordForm.Groups.SelectMany(group => group.Types).Concat(WithoutForm).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Types))]
    public async Task A_record_read_back_into_its_form_says_what_was_posted(string type)
    {
        var example = CustodySchemas.ExampleOf(type)!.AsObject();
        var organisation = "programme-" + Guid.NewGuid().ToString("N")[..8];
        using var client = await ledger.Server.AsAsync(
            organisation, "programme", "smelter", "authority", "laboratory", "exporter", "trader", "miner", "agent");
        var id = Guid.NewGuid().ToString();
        var posted = JsonNode.Parse(example.ToJsonString().Replace((string)example["id"]!, id, StringComparison.Ordinal))!.AsObject();
        foreach (var own in (string[])["lotId", "saleId", "movementId", "runId", "countId", "sampleId", "heatId"])
            posted.Remove(MadeHere(type, own));
        Assert.Equal(201, (int)(await client.PostAsync(posted)).Status);

        var said = await ReadBackAsync(client, type, id);

        var expected = posted.DeepClone().AsObject();
        foreach (var name in NotTyped) (expected.Remove(name), said.Remove(name)).ToString();
        foreach (var made in said.Where(pair => MadeHere(type, pair.Key) == pair.Key).Select(pair => pair.Key).ToList()) said.Remove(made);
        // What goes without saying is said when it is read back; an id that was made stays the lot's.
        var (posts, reads) = (Plain(expected), Plain(said).Except(
            [".timePrecision minute", ".weighing.basis wet", ".weighing.purpose mine"]).Where(line => !MadeLot().IsMatch(line)).ToList());
        Assert.Equal("", string.Join(
            '\n', [.. posts.Except(reads).Select(line => "lost " + line), .. reads.Except(posts).Select(line => "new " + line)]));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^\.outputs\[\d+\]\.lotId [\w-]+:[\w.-]+$")]
    private static partial System.Text.RegularExpressions.Regex MadeLot();

    private static async Task<JsonObject> ReadBackAsync(LedgerClient client, string type, string id)
    {
        var form = RecordForm.Of(type)!;
        var answer = (await client.GetAsync("/v1/custody-events/" + id)).Body.ToJsonString();
        var record = JsonSerializer.Deserialize(answer, PageJson.Default.RecordAnswer)!;
        var closed = new Dictionary<string, JsonElement>();
        if (record.Headers.TryGetProperty("sealed", out var commitments))
            foreach (var kind in commitments.EnumerateObject())
                closed[kind.Name] = JsonElement.Parse(
                    (await client.GetAsync($"/v1/custody-events/{id}/sealed/{kind.Name}")).Body.ToJsonString());
        var values = RecordedValues.Of(form, record, closed, Language.French, Kigali);
        return new TypedForm(form, values, Language.French, Kigali).ToJson(id, "");
    }

    // Ids that the ledger makes where the example names none.
    private static string MadeHere(string type, string name) => (type, name) switch
    {
        ("bagged" or "consigned", "lotId") or ("sold", "saleId") or ("dispatched", "movementId") or ("processed", "runId")
            or ("stock-counted", "countId") or ("sampled", "sampleId") or ("smelted", "heatId") => name,
        _ => "",
    };

    // Order and zeros do not matter.
    private static List<string> Plain(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return [.. Lines("", document.RootElement)];
    }

    private static IEnumerable<string> Lines(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Lines($"{path}.{member.Name}", member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Index().SelectMany(item => Lines($"{path}[{item.Index}]", item.Item)),
        JsonValueKind.Number => [$"{path} {element.GetDecimal():0.######}"],
        _ => [$"{path} {element}"],
    };
}
