using System.Globalization;
using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded.Areas;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Geography;
using Ledger.Testing;

namespace Ledger.Rules.Tests.Geography;

public sealed class AreaShapeTests
{
    // Counted by another program, which shares no code: winding numbers, and a golden-section search of Vincenty's distance along
    // every edge within reach. No site lies within 30 m of the limit.
    private const int InsideSome = 96;
    private const int NearSome = 259;

    [Fact]
    public void Real_sites_in_and_near_real_protected_areas_are_those_another_program_counted()
    {
        var folder = SharedData.Folder("geo");
        using var areas = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "protected-areas.geojson")));
        var shapes = areas.RootElement.GetProperty("features").EnumerateArray().Select(ShapeOf).ToList();
        var sites = File.ReadLines(Path.Combine(folder, "mine-sites.csv")).Skip(1).Select(line => line.Split(',')).ToList();

        var km = sites.ConvertAll(site => shapes.Min(shape => shape.DistanceM(Degrees(site[1]), Degrees(site[2]))) / 1_000);

        Assert.Equal((49, 2_058), (shapes.Count, sites.Count));
        Assert.Equal((InsideSome, NearSome), (km.Count(each => each == 0), km.Count(each => each is > 0 and <= 10)));
    }

    /// <summary>Against the shortest of very many distances to points of the outline.</summary>
    [Theory]
    [InlineData("0.5", "29.3")]
    [InlineData("-1.7", "29.4")]
    [InlineData("61.2", "31.05")]
    [InlineData("-1", "30.5")]
    public void The_distance_is_that_to_the_nearest_point_of_the_outline(string lat, string lon)
    {
        decimal[] ring = [30, -1, 31, 2, 30.3m, 60.9m, 29.5m, 0.5m, 30, -1];
        var shape = AreaShape.Of([new(default, new("A"), 0, 0, ring)]);
        var nearest = Enumerable.Range(0, 4).SelectMany(edge => Enumerable.Range(0, 20_001).Select(step =>
        {
            var t = step / 20_000m;
            return Wgs84.DistanceM(new(Degrees(lat), Degrees(lon), null), new(
                ring[(edge * 2) + 1] + (t * (ring[(edge * 2) + 3] - ring[(edge * 2) + 1])),
                ring[edge * 2] + (t * (ring[(edge * 2) + 2] - ring[edge * 2])), null));
        })).Min();

        var distance = shape.DistanceM(Degrees(lat), Degrees(lon));

        Assert.InRange(distance, nearest * 0.999, (nearest * 1.001) + 1);
    }

    [Fact]
    public void Stretches_of_a_ring_make_one_ring()
    {
        AreaOutlined Stretch(int ring, params decimal[] degrees) => new(default, new("A"), 0, ring, degrees);
        var shape = AreaShape.Of([Stretch(0, 0, 0, 4, 0), Stretch(0, 4, 4, 0, 4, 0, 0), Stretch(1, 1, 1, 2, 1, 2, 2), Stretch(1, 1, 1)]);

        Assert.Equal(0, shape.DistanceM(3, 3));
        Assert.NotEqual(0, shape.DistanceM(1.4m, 1.6m));
        Assert.NotEqual(0, shape.DistanceM(3, 5));
    }

    // As the ledger takes it in, to five decimals.
    private static AreaShape ShapeOf(JsonElement feature)
    {
        using var body = JsonDocument.Parse($$"""
            {"id":"0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c01","areaId":"A","name":"A","from":"2026-01-01","outline":{{feature.GetRawText()}}}
            """);
        var errors = new List<FieldError>();
        var command = Fields.Read(body.RootElement, errors, ProtectArea.Read);
        Assert.Empty(errors);
        return AreaShape.Of(ProtectArea.Decide(command, ProtectedArea.Unknown).Events.OfType<AreaOutlined>());
    }

    private static decimal Degrees(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
