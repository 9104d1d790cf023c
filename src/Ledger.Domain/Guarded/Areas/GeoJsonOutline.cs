using System.Globalization;
using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Areas;

/// <summary>
/// Reads an outline from GeoJSON (RFC 7946): polygons and points, alone, as features or in a collection of features. What features say
/// besides is left out: it may name people. Positions are rounded to 5 decimals, about a metre; heights are left out.
/// </summary>
internal sealed class GeoJsonOutline
{
    private const int MostPoints = 100_000;
    private const int MostRings = 500;
    private const int MostErrors = 20;
    private const int Decimals = 5;
    private const string Types = "Point, MultiPoint, Polygon or MultiPolygon";

    private static readonly FieldKind Kind = new("object")
    {
        Form = $"GeoJSON (RFC 7946): {Types}, a Feature or a FeatureCollection of such; at most 100,000 positions",
    };

    // Longitude first, on WGS 84: what RFC 7946 means without a word. The older form named it.
    private static readonly string[] Crs84 = ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84"];

    private readonly Fields _fields;
    private readonly List<OutlineRing> _rings = [];
    private int _points;
    private int _errors;
    private int _polygons;

    private GeoJsonOutline(Fields fields) => _fields = fields;

    /// <summary>The outline; null where it is absent or wrong.</summary>
    public static AreaOutline? Read(Fields fields, string name)
    {
        if (fields.Raw(name, Kind, required: true) is not { } json) return null;
        var reader = new GeoJsonOutline(fields);
        reader.AddDocument(name, json);
        if (reader is { _errors: 0, _rings.Count: 0 }) reader.Error(name, "must have at least one polygon or point");
        return reader._errors == 0 ? new(reader._rings) : null;
    }

    private void AddDocument(string path, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("crs", out var crs) && !IsCrs84(crs))
            Error($"{path}.crs", "must be CRS84, or absent");
        if (TypeOf(json) != "FeatureCollection") AddFeature(path, json);
        else
            foreach (var (feature, at, _) in ItemsOf($"{path}.features", Member(json, "features"))) AddFeature(at, feature);
    }

    private void AddFeature(string path, JsonElement json)
    {
        if (TypeOf(json) == "Feature") AddGeometry($"{path}.geometry", Member(json, "geometry"));
        else AddGeometry(path, json);
    }

    private void AddGeometry(string path, JsonElement json)
    {
        var (coordinates, at) = (Member(json, "coordinates"), $"{path}.coordinates");
        switch (TypeOf(json))
        {
            case "Point": AddPoint(at, coordinates); break;
            case "Polygon": AddPolygon(at, coordinates); break;
            case "MultiPoint":
                foreach (var (point, where, _) in ItemsOf(at, coordinates)) AddPoint(where, point);
                break;
            case "MultiPolygon":
                foreach (var (polygon, where, _) in ItemsOf(at, coordinates)) AddPolygon(where, polygon);
                break;
            default: Error($"{path}.type", $"must be {Types}"); break;
        }
    }

    private void AddPoint(string path, JsonElement json)
    {
        if (PositionOf(path, json) is { } point) Add(path, ring: 0, [point]);
        _polygons++;
    }

    private void AddPolygon(string path, JsonElement json)
    {
        foreach (var (ring, at, number) in ItemsOf(path, json)) AddRing(at, ring, number);
        _polygons++;
    }

    private void AddRing(string path, JsonElement json, int ring)
    {
        var (points, given) = (new List<OutlinePoint>(), 0);
        foreach (var (position, at, _) in ItemsOf(path, json))
        {
            if (PositionOf(at, position) is not { } point) continue;
            given++;
            if (points.Count == 0 || points[^1] != point) points.Add(point);
        }

        if (_errors > 0) return;
        if (given < 4) Error(path, "must have at least 4 positions");
        else if (points[0] != points[^1]) Error(path, "must end where it begins");
        else if (!EnclosesSomething(points)) Error(path, "must enclose an area");
        else Add(path, ring, points);
    }

    private void Add(string path, int ring, List<OutlinePoint> points)
    {
        _rings.Add(new(_polygons, ring, points));
        _points += points.Count;
        if (_points > MostPoints) Error(path, $"must end by position {MostPoints} of the whole outline");
        if (_rings.Count > MostRings) Error(path, $"must be among the first {MostRings} rings");
    }

    private OutlinePoint? PositionOf(string path, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() is 2 or 3
            && json[0].ValueKind == JsonValueKind.Number && json[1].ValueKind == JsonValueKind.Number
            && json[0].TryGetDecimal(out var lon) && json[1].TryGetDecimal(out var lat)
            && lon is >= -180 and <= 180 && lat is >= -90 and <= 90) return new(Rounded(lon), Rounded(lat));
        Error(path, "must be [longitude from -180 to 180, latitude from -90 to 90]");
        return null;
    }

    private IEnumerable<(JsonElement Item, string Path, int Number)> ItemsOf(string path, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) Error(path, "must be an array");
        else
            foreach (var (index, item) in json.EnumerateArray().Index())
                if (_errors < MostErrors) yield return (item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), index);
                else yield break;
    }

    private void Error(string path, string message)
    {
        if (_errors++ < MostErrors) _fields.Error(path, message);
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    private static string? TypeOf(JsonElement json) =>
        Member(json, "type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null;

    private static bool IsCrs84(JsonElement crs) =>
        Member(Member(crs, "properties"), "name") is { ValueKind: JsonValueKind.String } name && Crs84.Contains(name.GetString());

    private static decimal Rounded(decimal degrees) => decimal.Round(degrees, Decimals) is var rounded && rounded == 0 ? 0 : rounded;

    private static bool EnclosesSomething(List<OutlinePoint> points) =>
        points.Zip(points.Skip(1)).Sum(edge => (edge.First.Lon * edge.Second.Lat) - (edge.Second.Lon * edge.First.Lat)) != 0;
}
