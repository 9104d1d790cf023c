using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Desk;

/// <summary>
/// What a record says that its form does not ask: where a phone stood, which phone it was, documents, and the moment to the fraction
/// of a second. Whoever mends a number does not take these back.
/// </summary>
internal static class KeptMembers
{
    private static readonly string[] Unasked = ["place", "documents", "deviceId", "deviceSeq", "capturedAt"];

    /// <summary>Adds them to the record that replaces another.</summary>
    /// <param name="replacement">As the form made it.</param>
    /// <param name="original">The record it replaces.</param>
    /// <param name="closed">Its sealed parts that the reader may open, by kind.</param>
    /// <param name="isTimeKept">Nothing was changed about when it happened.</param>
    public static void AddTo(
        JsonObject replacement, RecordAnswer original, IReadOnlyDictionary<string, JsonElement> closed, bool isTimeKept)
    {
        foreach (var name in Unasked)
            if (original.Headers.TryGetProperty(name, out var value)) replacement[name] = Node(value);
            else replacement.Remove(name);
        if (closed.TryGetValue("position", out var position))
        {
            var place = replacement["place"] as JsonObject ?? [];
            foreach (var member in position.EnumerateObject()) place[member.Name] = Node(member.Value);
            replacement["place"] = place;
        }

        if (closed.TryGetValue("document-names", out var names) && replacement["documents"] is JsonArray documents)
            foreach (var (at, name) in names.EnumerateArray().Index())
                if (name.ValueKind == JsonValueKind.String && documents[at] is JsonObject document) document["name"] = name.GetString();
        if (isTimeKept && original.Events[0].Data.TryGetProperty("when", out var when))
            foreach (var member in when.EnumerateObject()) replacement[member.Name] = Node(member.Value);
    }

    private static JsonNode? Node(JsonElement value) => JsonSerializer.SerializeToNode(value, PageJson.Default.JsonElement);
}
