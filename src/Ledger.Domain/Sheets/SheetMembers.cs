using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;

namespace Ledger.Domain.Sheets;

/// <summary>How sheets of every layout say tags, masses, people and where on paper it stands.</summary>
internal static class SheetMembers
{
    /// <summary>Sets a member; nothing where there is no value.</summary>
    public static JsonObject Set(this JsonObject said, string name, JsonNode? value)
    {
        if (value is not null) said[name] = value;
        return said;
    }

    public static JsonObject? Tag(this SheetRow row, string column, TagKind kind)
    {
        if (row.Text(column) is not { } number) return null;
        return new JsonObject().Set("series", row.Text("series")).Set("kind", Code<TagKind>.Name(kind)).Set("number", number);
    }

    /// <summary>How masses came to be known; copied from the sheet unless it says better: only measured ones are evidence.</summary>
    public static string? Method(this SheetRow row) => row.Code<WeighingMethod>("method") ?? "copied-from-sheet";

    public static JsonObject? Sheet(this SheetRow row, string column, long? line = null)
    {
        if (!row.Has(column) && !row.Has("book")) return null;
        return new JsonObject().Set("book", row.Text("book", required: true)).Set("number", row.Text(column, required: true))
            .Set("line", line);
    }

    public static JsonArray? People(this SheetRow row, IEnumerable<string> roles)
    {
        var people = new JsonArray();
        foreach (var role in roles)
            if (row.Text(role) is { } person) people.Add((JsonNode)new JsonObject { ["role"] = role, ["ref"] = person });
        return people.Count > 0 ? people : null;
    }
}
