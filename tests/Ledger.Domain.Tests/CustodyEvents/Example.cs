using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Testing;

namespace Ledger.Domain.Tests.CustodyEvents;

/// <summary>
/// Well-formed custody events, at least one a type, in Examples/{type}.json; the shared envelope is put around each.
/// </summary>
/// <remarks>Whatever must be sealed is marked there: texts begin with SEALED, numbers contain 42424.</remarks>
internal static class Example
{
    public static readonly PartyId Recorder = new("P1");

    private static readonly string Folder = Path.Combine(
        Repository.Root, "tests/Ledger.Domain.Tests/CustodyEvents/Examples");

    /// <summary>Every example of that type, posted with a full envelope.</summary>
    public static IReadOnlyList<JsonObject> All(string type) =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, type + ".json")))!.AsArray().Select(
            body => Wrap(type, body!.AsObject()))];

    public static IEnumerable<JsonObject> Everything() => CustodyEventReader.Types.SelectMany(All);

    /// <summary>
    /// The first example with one member set to <paramref name="json"/>; a path is like <c>lots[0].netKg</c>.
    /// </summary>
    public static JsonObject With(string type, string path, string json, int index = 0)
    {
        var example = All(type)[index];
        Set(example, path, JsonNode.Parse(json));
        return example;
    }

    public static (CustodyEvent? Event, IReadOnlyList<FieldError> Errors) Read(JsonObject posted) =>
        CustodyEventReader.Read(JsonDocument.Parse(posted.ToJsonString()).RootElement, Recorder);

    public static CustodyEvent ReadWell(JsonObject posted)
    {
        var (custodyEvent, errors) = Read(posted);
        Assert.Empty(errors);
        return custodyEvent!;
    }

    /// <summary>Everything of it that would be open: data and headers of each ledger event.</summary>
    public static string OpenText(CustodyEvent custodyEvent)
    {
        var open = new StringBuilder();
        foreach (var (ordinal, captured) in custodyEvent.Capture().Index())
            open.AppendLine(captured.Stream.Value)
                .AppendLine(Encoding.UTF8.GetString(EventTypes.Serialize(captured.Event)))
                .AppendLine(JsonSerializer.Serialize(
                    custodyEvent.Envelope.Headers(ordinal), Json.LedgerJson.Default.EventHeaders));
        return open.ToString();
    }

    private static JsonObject Wrap(string type, JsonObject body)
    {
        var posted = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "envelope.json")))!.AsObject();
        posted["type"] = type;
        foreach (var (name, value) in body) posted[name] = value?.DeepClone();
        return posted;
    }

    private static void Set(JsonNode node, string path, JsonNode? value)
    {
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1]) node = step[0] == '[' ? node[int.Parse(step[1..^1], null)]! : node[step]!;
        if (steps[^1][0] == '[') node[int.Parse(steps[^1][1..^1], null)] = value;
        else node[steps[^1]] = value;
    }
}
