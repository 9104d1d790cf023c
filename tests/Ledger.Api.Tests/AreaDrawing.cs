using System.Text.Json.Nodes;
using Ledger.Testing;

namespace Ledger.Api.Tests;

/// <summary>Areas that tests enter into the register.</summary>
internal static class AreaDrawing
{
    public static JsonObject Area(string id, string from, string? kind = null)
    {
        var area = Commands.Example("/v1/areas");
        (area["areaId"], area["from"]) = (id, from);
        if (kind is not null) area["kind"] = kind;
        return area;
    }

    /// <summary>A rectangle.</summary>
    public static JsonObject Box(string id, string kind, double west, double south, double east, double north)
    {
        var area = Area(id, "2026-01-01", kind);
        area["name"] = "Demo " + id;
        area["outline"] = new JsonObject
        {
            ["type"] = "Polygon",
            ["coordinates"] = new JsonArray(new JsonArray(
                At(west, south), At(east, south), At(east, north), At(west, north), At(west, south))),
        };
        return area;

        static JsonArray At(double lon, double lat) => [lon, lat];
    }

    /// <summary>Every area of the file beside the repository; returns how many.</summary>
    public static async Task<int> EnterRealAsync(LedgerClient office)
    {
        var file = Path.Combine(SharedData.Folder("geo"), "protected-areas.geojson");
        var features = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!["features"]!.AsArray();
        foreach (var (number, feature) in features.Index())
        {
            var area = Area($"REAL-{number:00}", "2026-01-01");
            area["outline"] = feature!.DeepClone();
            await office.DoneAsync("/v1/areas", area);
        }

        return features.Count;
    }
}
