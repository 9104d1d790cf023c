using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>A protected area as the register has it, or a border or a shore that maps draw.</summary>
/// <param name="Kind">Only those that are protected are read by rules.</param>
/// <param name="From">The first day of the latest outline.</param>
/// <param name="Until">The first day on which it is not protected any more, or not drawn.</param>
/// <param name="Box">What the latest outline lies in.</param>
/// <param name="Points">How many points that has.</param>
/// <param name="Outline">The latest, as GeoJSON; only where one area is asked for.</param>
/// <param name="History">Entries but for their outlines, oldest first; only where one area is asked for.</param>
public sealed record AreaView(
    AreaId AreaId, AreaKind Kind, string Name, LocalDate From, LocalDate? Until, OutlineBox Box, int Points, int Version,
    JsonElement? Outline = null, IReadOnlyList<RegisterEntry>? History = null)
{
    /// <summary>Folds one more event of the area's stream into what it was.</summary>
    public static AreaView? After(AreaView? was, RegisterFact next) => next.Event switch
    {
        AreaProtected entered => new(
            entered.Area, AreaKind.Protected, entered.Name, entered.From, null, entered.Box, entered.Points, next.Version),
        AreaMapped mapped => new(mapped.Area, mapped.Kind, mapped.Name, mapped.From, null, mapped.Box, mapped.Points, next.Version),
        AreaProtectionEnded ended => was! with { Until = ended.From, Version = next.Version },
        AreaUnmapped ended => was! with { Until = ended.From, Version = next.Version },
        AreaOutlined => was! with { Version = next.Version },
        _ => was,
    };

    /// <summary>With its outline and history, from its whole stream; null where that is empty.</summary>
    public static AreaView? WithHistory(IReadOnlyList<RegisterFact> stream)
    {
        if (stream.Aggregate((AreaView?)null, After) is not { } view) return null;
        return view with
        {
            Outline = OutlineJson.Of(LatestOf([.. stream.Select(fact => fact.Event).OfType<AreaOutlined>()])),
            History = [.. stream.Where(fact => fact.Event is not AreaOutlined).Select(RegisterEntry.Of)],
        };
    }

    private static IEnumerable<AreaOutlined> LatestOf(List<AreaOutlined> stretches) =>
        stretches.Where(stretch => stretch.CommandId == stretches[^1].CommandId);
}

/// <summary>An outline as GeoJSON (RFC 7946), which can be posted again as it is.</summary>
public static class OutlineJson
{
    /// <summary>A FeatureCollection of at most a MultiPolygon and a MultiPoint.</summary>
    /// <param name="stretches">Of one outline, in their order.</param>
    public static JsonElement Of(IEnumerable<AreaOutlined> stretches)
    {
        var pieces = stretches.GroupBy(stretch => stretch.Polygon).Select(piece => piece.GroupBy(stretch => stretch.Ring)
            .Select(ring => ring.SelectMany(stretch => stretch.Degrees).Chunk(2).ToList()).ToList()).ToLookup(IsPoint);
        var polygons = pieces[false].Select(piece => Array(piece.Select(ring => Array(ring.Select(Position)))));
        var points = pieces[true].Select(piece => Position(piece[0][0]));
        var features = Array([.. Feature("MultiPolygon", Array(polygons)), .. Feature("MultiPoint", Array(points))]);
        return JsonElement.Parse(new JsonObject { ["type"] = "FeatureCollection", ["features"] = features }.ToJsonString());
    }

    private static bool IsPoint(List<List<decimal[]>> piece) => piece is [[_]];

    private static JsonArray Position(decimal[] lonLat) => new(lonLat[0], lonLat[1]);

    private static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);

    private static IEnumerable<JsonObject> Feature(string type, JsonArray coordinates)
    {
        if (coordinates.Count == 0) yield break;
        yield return new()
        {
            ["type"] = "Feature", ["properties"] = null,
            ["geometry"] = new JsonObject { ["type"] = type, ["coordinates"] = coordinates },
        };
    }
}
