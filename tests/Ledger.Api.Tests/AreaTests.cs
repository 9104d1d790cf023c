using System.Net;
using System.Text;
using System.Text.Json.Nodes;

using static Ledger.Api.Tests.AreaDrawing;

namespace Ledger.Api.Tests;

public sealed class AreaTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_protected_area_is_entered_drawn_again_and_ended_and_read_with_all_that()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        using var reader = await ledger.Server.AsAsync("demo-associate", "associate");
        var area = Area("A-LIFE", "2026-01-01");
        await office.DoneAsync("/v1/areas", area);
        var again = Area("A-LIFE", "2026-03-01");
        again["outline"] = JsonNode.Parse("""{"type":"MultiPoint","coordinates":[[29.123456,-2.5],[29.2,-2.5]]}""");
        await office.DoneAsync("/v1/areas", again);
        await office.DoneAsync("/v1/area-ends", End("A-LIFE", "2026-09-01"));

        var answer = await reader.GetAsync("/v1/areas/A-LIFE");
        var (read, geometry) = (answer.Body, answer.Body["outline"]!["features"]![0]!["geometry"]!);

        Assert.Equal(("2026-03-01", "2026-09-01", 2, 29.12346m), (
            (string)read["from"]!, (string)read["until"]!, (int)read["points"]!, (decimal)read["box"]!["west"]!));
        Assert.Equal("""{"type":"MultiPoint","coordinates":[[29.12346,-2.5],[29.2,-2.5]]}""", geometry.ToJsonString());
        Assert.Equal(["area_protected", "area_protected", "area_protection_ended"],
            read["history"]!.AsArray().Select(entry => (string)entry!["type"]!));
        Assert.Equal($"\"v{(int)read["version"]!}\"", answer.Message.Headers.ETag!.Tag);
        Assert.Equal("area-out-of-order", (await office.CommandAsync("/v1/areas", Area("A-LIFE", "2026-08-31"))).Problem);
        Assert.Equal("area-not-protected", (await office.CommandAsync("/v1/area-ends", End("A-NEVER", "2026-09-01"))).Problem);
        Assert.Equal(HttpStatusCode.OK, (await office.CommandAsync("/v1/areas", area)).Status); // a retry
        Assert.Equal("not-found", (await reader.GetAsync("/v1/areas/A-UNHEARD-OF")).Problem);
    }

    [Fact]
    public async Task What_is_read_of_an_outline_is_posted_again_and_is_the_same()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var area = Area("A-ONCE", "2026-01-01");
        area["outline"] = JsonNode.Parse("""
            {"type":"FeatureCollection","features":[
             {"type":"Feature","properties":{"warden":"somebody"},"geometry":{"type":"Polygon","coordinates":
              [[[29,-3],[30,-3],[30,-2],[29,-2],[29,-3]],[[29.4,-2.6],[29.6,-2.6],[29.5,-2.4],[29.4,-2.6]]]}},
             {"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[31,-2,1500]}}]}
            """);
        await office.DoneAsync("/v1/areas", area);
        var once = (await office.GetAsync("/v1/areas/A-ONCE")).Body["outline"]!;
        var twice = Area("A-TWICE", "2026-01-01");
        twice["outline"] = once.DeepClone();
        await office.DoneAsync("/v1/areas", twice);

        Assert.Equal(once.ToJsonString(), (await office.GetAsync("/v1/areas/A-TWICE")).Body["outline"]!.ToJsonString());
        Assert.Equal(
            ["[[[[29,-3],[30,-3],[30,-2],[29,-2],[29,-3]],[[29.4,-2.6],[29.6,-2.6],[29.5,-2.4],[29.4,-2.6]]]]", "[[31,-2]]"],
            once["features"]!.AsArray().Select(feature => feature!["geometry"]!["coordinates"]!.ToJsonString()));
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.DoesNotContain("somebody", (await auditor.GetAsync("/v1/events?limit=10000")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Areas_are_listed_by_name_page_by_page_without_their_outlines()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var id in (string[])["L-1", "L-2", "L-3"])
        {
            var area = Area(id, "2026-01-01");
            area["name"] = $"Listed {id}";
            await office.DoneAsync("/v1/areas", area);
        }

        await ledger.Server.CaughtUpAsync();
        var first = (await office.GetAsync("/v1/areas?name=LISTED&limit=2")).Body;
        var rest = (await office.GetAsync((string)first["next"]!)).Body;

        Assert.Equal(["L-1", "L-2", "L-3"],
            first["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(area => (string)area!["areaId"]!));
        Assert.Null(first["items"]![0]!["outline"]);
        Assert.Null(rest["next"]);
    }

    [Fact]
    public async Task Borders_and_shores_are_entered_for_maps_and_stay_of_their_kind()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        await office.DoneAsync("/v1/areas", Box("K-LAKE", "water", 5, 5, 6, 6));
        await office.DoneAsync("/v1/areas", Box("K-LAND", "border", 5.5, 5.5, 9, 9));
        await office.DoneAsync("/v1/areas", Box("K-PARK", "protected", 7, 7, 8, 8));

        Assert.Equal("area-of-other-kind", (await office.CommandAsync("/v1/areas", Box("K-LAKE", "border", 5, 5, 6, 6))).Problem);
        Assert.Equal("field-errors", (await office.CommandAsync("/v1/areas", Box("K-SEA", "ocean", 5, 5, 6, 6))).Problem);
        await office.DoneAsync("/v1/area-ends", End("K-LAND", "2026-02-01"));
        Assert.Equal("area-not-mapped", (await office.CommandAsync("/v1/area-ends", End("K-LAND", "2026-03-01"))).Problem);
        await ledger.Server.CaughtUpAsync();

        Assert.Equal(["K-LAKE"], await IdsAsync("/v1/areas?kind=water&name=K-"));
        Assert.Equal(["K-LAND"], await IdsAsync("/v1/areas?kind=border&name=K-"));
        Assert.Equal(["area_mapped", "area_unmapped"],
            (await office.GetAsync("/v1/areas/K-LAND")).Body["history"]!.AsArray().Select(entry => (string)entry!["type"]!));
        // What is drawn no more is on no map; what lies elsewhere neither.
        var drawn = (await office.GetAsync("/v1/areas.geojson?west=5.2&south=5.2&east=6.5&north=6.5")).Body;
        Assert.Equal(["K-LAKE"], drawn["features"]!.AsArray().Select(feature => (string)feature!["id"]!));
        Assert.Equal("MultiPolygon", (string)drawn["features"]![0]!["geometry"]!["type"]!);

        async Task<IEnumerable<string>> IdsAsync(string path) =>
            (await office.GetAsync(path)).Body["items"]!.AsArray().Select(area => (string)area!["areaId"]!);
    }

    [Fact]
    public async Task An_outline_for_a_map_has_as_few_points_as_its_detail_needs_and_never_vanishes()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var round = Box("D-ROUND", "protected", 0, 0, 1, 1);
        round["outline"]!["coordinates"] = new JsonArray(new JsonArray([.. Enumerable.Range(0, 361).Select(each => new JsonArray(
            Math.Round(-20 + Math.Cos((each % 360) * Math.Tau / 360), 5), Math.Round(-20 + Math.Sin((each % 360) * Math.Tau / 360), 5)))]));
        await office.DoneAsync("/v1/areas", round);
        await ledger.Server.CaughtUpAsync();

        var counts = new List<int>();
        foreach (var detail in (string[])["0", "0.001", "0.01", "0.1"])
        {
            var geometry = await GeometryAsync(detail);
            List<(double X, double Y)> ring =
                [.. geometry["coordinates"]![0]![0]!.AsArray().Select(at => ((double)at![0]!, (double)at[1]!))];
            counts.Add(ring.Count);
            Assert.Equal(ring[0], ring[^1]);
            // No point that is left out lies farther from the line than the detail: the line's middles are as far from the round.
            foreach (var (from, to) in ring.Zip(ring.Skip(1)))
                Assert.InRange(1 - double.Hypot(((from.X + to.X) / 2) + 20, ((from.Y + to.Y) / 2) + 20), -1e-4,
                    double.Parse(detail, System.Globalization.CultureInfo.InvariantCulture) + 1e-3);
        }

        Assert.Equal(361, counts[0]);
        Assert.Equal(counts.OrderDescending(), counts);
        Assert.InRange(counts[^1], 5, 20);
        Assert.Equal("""{"type":"Point","coordinates":[-20,-20]}""", (await GeometryAsync("8")).ToJsonString());
        Assert.Equal("field-errors", (await office.GetAsync("/v1/areas.geojson?detail=-1")).Problem);
        Assert.Equal("field-errors", (await office.GetAsync("/v1/areas.geojson?west=1&south=1&east=2")).Problem);

        async Task<JsonNode> GeometryAsync(string detail) =>
            (await office.GetAsync($"/v1/areas.geojson?name=D-ROUND&detail={detail}")).Body["features"]![0]!["geometry"]!;
    }

    [Fact]
    public async Task Every_wrong_place_of_an_outline_is_named()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var area = Area("A-WRONG", "2026-01-01");
        area["outline"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[[29,-3],[300,-3],[30],[29,-3]]]}""");
        var refused = await office.CommandAsync("/v1/areas", area);
        Assert.Equal((HttpStatusCode.BadRequest, "outline.coordinates[0][1], outline.coordinates[0][2]"), (
            refused.Status, string.Join(", ", refused.Body["errors"]!.AsArray().Select(error => (string)error!["field"]!))));
    }

    [Fact]
    public async Task Every_real_area_is_taken_the_longest_outline_among_them()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        Assert.Equal(49, await AreaDrawing.EnterRealAsync(office));

        await ledger.Server.CaughtUpAsync();
        var listed = (await office.GetAsync("/v1/areas?limit=500")).Body["items"]!.AsArray();
        var real = listed.Where(area => ((string)area!["areaId"]!).StartsWith("REAL-", StringComparison.Ordinal)).ToList();
        Assert.Equal(49, real.Count);
        Assert.InRange(real.Max(area => (int)area!["points"]!), 50_000, 60_000);
    }

    private static JsonObject End(string id, string from) =>
        new() { ["id"] = Guid.NewGuid().ToString(), ["areaId"] = id, ["from"] = from };
}
