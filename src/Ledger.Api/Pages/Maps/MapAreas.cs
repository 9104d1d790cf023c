using System.Text;
using System.Text.Json;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Maps;

/// <summary>Areas with their outlines, as GET /v1/areas.geojson answers.</summary>
public sealed record AreaFeatures(IReadOnlyList<AreaFeature> Features);

public sealed record AreaFeature(AreaAnswer Properties, GeometryAnswer Geometry);

/// <summary>An area of the register.</summary>
/// <param name="Kind">protected, border or water.</param>
public sealed record AreaAnswer(string AreaId, string Kind, string Name);

/// <param name="Coordinates">Of a Point or a MultiPolygon.</param>
public sealed record GeometryAnswer(string Type, JsonElement Coordinates);

/// <summary>An area as it is drawn.</summary>
/// <param name="Path">What of it lies on the drawing; for a point a small cross.</param>
public sealed record MapArea(AreaAnswer Area, string Path)
{
    private const double Beyond = 12;
    private const int Cross = 5;

    /// <summary>Those that lie on the drawing: water first, then what is protected, borders on top.</summary>
    public static IReadOnlyList<MapArea> Of(AreaFeatures areas, MapSheet sheet) =>
        [.. areas.Features.Select(feature => new MapArea(feature.Properties, PathOf(feature.Geometry, sheet)))
            .Where(area => area.Path.Length > 0)
            .OrderBy(area => area.Area.Kind switch { "water" => 0, "protected" => 1, _ => 2 })
            .ThenBy(area => area.Area.Name, StringComparer.Ordinal)];

    private static string PathOf(GeometryAnswer geometry, MapSheet sheet)
    {
        var path = new StringBuilder();
        if (geometry.Type == "Point")
        {
            var (x, y) = At(geometry.Coordinates, sheet);
            if (x is >= 0 and <= MapSheet.Width && y >= 0 && y <= sheet.Height)
                path.Append($"M{Svg.Number(x - Cross)} {Svg.Number(y)}h{2 * Cross}")
                    .Append($"M{Svg.Number(x)} {Svg.Number(y - Cross)}v{2 * Cross}");
            return path.ToString();
        }

        foreach (var ring in geometry.Coordinates.EnumerateArray().SelectMany(polygon => polygon.EnumerateArray()))
            AddRing(path, Clip([.. ring.EnumerateArray().Select(position => At(position, sheet))], sheet.Height));
        return path.ToString();
    }

    // A tenth of a unit is less than a pixel: points that fall on one are one.
    private static void AddRing(StringBuilder path, List<(double X, double Y)> ring)
    {
        if (ring.Count < 3) return;
        var last = "";
        foreach (var (index, (x, y)) in ring.Index())
        {
            var at = $"{Svg.Number(x)} {Svg.Number(y)}";
            if (at == last) continue;
            path.Append(index == 0 ? 'M' : 'L').Append(last = at);
        }

        path.Append('Z');
    }

    // Sutherland and Hodgman (Communications of the ACM 17, 1974): cut by one side after the other, a little outside of the drawing.
    private static List<(double X, double Y)> Clip(List<(double X, double Y)> ring, double height)
    {
        ring = Cut(ring, at => at.X + Beyond);
        ring = Cut(ring, at => MapSheet.Width + Beyond - at.X);
        ring = Cut(ring, at => at.Y + Beyond);
        return Cut(ring, at => height + Beyond - at.Y);
    }

    private static List<(double X, double Y)> Cut(List<(double X, double Y)> ring, Func<(double X, double Y), double> inside)
    {
        var kept = new List<(double X, double Y)>(ring.Count);
        for (var i = 0; i < ring.Count; i++)
        {
            var (from, to) = (ring[i], ring[(i + 1) % ring.Count]);
            var (a, b) = (inside(from), inside(to));
            if (a >= 0) kept.Add(from);
            if (a >= 0 == b >= 0) continue;
            var part = a / (a - b);
            kept.Add((from.X + (part * (to.X - from.X)), from.Y + (part * (to.Y - from.Y))));
        }

        return kept;
    }

    private static (double X, double Y) At(JsonElement position, MapSheet sheet) =>
        sheet.At(position[0].GetDouble(), position[1].GetDouble());
}
