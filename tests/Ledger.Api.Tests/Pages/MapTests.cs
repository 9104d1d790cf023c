using System.Text.Json;
using Ledger.Api.Pages.Maps;
using Ledger.Rules.Geography;

namespace Ledger.Api.Tests.Pages;

/// <summary>The geometry of maps, against numbers that come from elsewhere.</summary>
public sealed class MapTests
{
    private static readonly MapWindow Rwanda = new(28.8, -2.9, 30.9, -1);

    [Fact]
    public void A_kilometre_is_as_long_to_the_east_as_to_the_north_and_as_long_as_on_the_ellipsoid()
    {
        var sheet = MapSheet.Of(Rwanda, 640);
        var (x, y) = sheet.At(29.8, -1.95);
        var (east, north) = (sheet.At(30.3, -1.95).X - x, y - sheet.At(29.8, -1.45).Y);

        // Half a degree at 1.95 degrees south (Vincenty): 55.63 km to the east, 55.29 km to the north.
        Assert.Equal(55.63, east * sheet.KmPerUnit, 0.05);
        Assert.Equal(55.29, north * sheet.KmPerUnit, 0.05);
        // At the rim, a degree from the middle, a kilometre is still within a thousandth of that.
        var far = sheet.At(30.3, -2.85).X - sheet.At(29.8, -2.85).X;
        var km = Wgs84.DistanceM(new(-2.85m, 29.8m, null), new(-2.85m, 30.3m, null)) / 1_000;
        Assert.Equal(1, far * sheet.KmPerUnit / km, 0.002);
    }

    [Fact]
    public void What_is_drawn_holds_what_was_asked_for_north_up_and_degrees_are_round()
    {
        var sheet = MapSheet.Of(Rwanda, 440);
        Assert.True(sheet.Window.West <= 28.8001 && sheet.Window.East >= 30.8999);
        Assert.Equal((0, 0), (Math.Round(sheet.At(sheet.Window.West, 0).X, 6), Math.Round(sheet.At(0, sheet.Window.North).Y, 6)));
        Assert.True(sheet.At(29, -1).Y < sheet.At(29, -2).Y);
        foreach (var lines in sheet.Grid().GroupBy(line => line.IsMeridian, line => line.Degrees))
        {
            Assert.InRange(lines.Count(), 3, 9);
            Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.Equal(0.5, pair.Second - pair.First, 1e-9));
            Assert.All(lines, degrees => Assert.Equal(0, Math.IEEERemainder(degrees, 0.5), 1e-9));
        }

        var (km, units) = sheet.Scale();
        Assert.Contains(km, (double[])[10, 20, 50, 100]);
        Assert.InRange(double.Parse(units, System.Globalization.CultureInfo.InvariantCulture), 60, 210);
    }

    [Fact]
    public void A_window_moves_and_grows_and_never_leaves_the_earth()
    {
        var window = new MapWindow(170, 70, 178, 80);
        Assert.Equal(new(171, 72.5, 177, 77.5), window.Times(0.5) with { West = 171, East = 177 });
        var moved = window.Moved(1, 1);
        Assert.Equal((180, 85), (moved.East, moved.North));
        Assert.Equal(8, moved.East - moved.West, 1e-9);
        Assert.False(new MapWindow(29, -2, 29.01, -1.99).CanShrink);
        Assert.False(new MapWindow(-90, -60, 60, 60).CanGrow);
    }

    [Fact]
    public void Sites_that_would_lie_on_each_other_are_one_mark_that_counts_them_and_none_is_lost()
    {
        var sheet = MapSheet.Of(Rwanda, 640);
        var random = new Random(7);
        List<MapPoint> points = [.. Enumerable.Range(0, 2_200).Select(each => new MapPoint(
            $"S{each:0000}", $"Hill {each}", each % 10 == 0 ? "red" : "green", 28.9 + (random.NextDouble() * 1.9),
            -2.8 + (random.NextDouble() * 1.7)))];

        var marks = MapMarks.Of(sheet, points);

        Assert.Equal(2_200, marks.Sum(mark => mark.Points.Count));
        Assert.InRange(marks.Count, 20, 250);
        foreach (var (mark, other) in marks.SelectMany((mark, index) => marks.Skip(index + 1).Select(other => (mark, other))))
            Assert.True(double.Hypot(mark.X - other.X, mark.Y - other.Y) >= mark.Radius + other.Radius, "marks overlap");
        Assert.Equal(
            marks.Select(mark => string.Join(' ', mark.Points.Select(point => point.Id).Order())).Order(),
            MapMarks.Of(sheet, points.AsEnumerable().Reverse()).Select(
                mark => string.Join(' ', mark.Points.Select(point => point.Id).Order())).Order());
    }

    [Fact]
    public void Closer_by_a_heap_comes_apart_and_the_site_of_the_page_never_joins_one()
    {
        MapPoint[] points = [new("A", "A", "green", 29.50, -2, null), new("B", "B", "red", 29.52, -2, null), new("C", "C", null, 30.5, -2)];

        Assert.Equal([2, 1], MapMarks.Of(MapSheet.Of(Rwanda, 640), points).Select(mark => mark.Points.Count));
        var close = MapMarks.Of(MapSheet.Of(MapWindow.Around(points[..2], 0.02), 640), points);
        Assert.Equal(["A", "B"], close.Select(mark => mark.Points.Single().Id).Order());
        Assert.Equal("B", MapMarks.Of(MapSheet.Of(Rwanda, 640), points, about: "B")[^1].Points.Single().Id);
        Assert.Equal([("green", 1), ("red", 1)], MapMarks.Of(MapSheet.Of(Rwanda, 640), points)[0].Statuses().Select(
            each => (each.Status!, each.Count)));
    }

    [Fact]
    public void Shares_are_compared_by_area_and_add_up_in_heaps()
    {
        MapPoint[] points =
            [new("A", "A", "green", 29, -2, 0.64m), new("B", "B", "green", 30.5, -2, 0.16m), new("C", "C", "red", 30.5, -2, 0.2m)];
        var marks = MapMarks.Of(MapSheet.Of(Rwanda, 640), points);
        Assert.Equal([0.64m, 0.36m], marks.Select(mark => mark.Share!.Value));
        Assert.Equal(2, (marks[0].Radius - 7) / (marks[1].Radius - 7) * (0.6 / 0.4), 2);
    }

    [Fact]
    public void Areas_are_cut_at_the_rim_and_small_ones_stay_to_be_seen()
    {
        var sheet = MapSheet.Of(Rwanda, 640);
        var areas = new AreaFeatures(
        [
            Feature("border", "MultiPolygon", "[[[[20,-10],[40,-10],[40,10],[20,10],[20,-10]]]]"),
            Feature("protected", "Point", "[29.5,-2]"), Feature("water", "MultiPolygon", "[[[[1,1],[2,1],[2,2],[1,1]]]]"),
            Feature("water", "Point", "[10,10]"),
        ]);

        var drawn = MapArea.Of(areas, sheet);

        Assert.Equal(["protected", "border"], drawn.Select(area => area.Area.Kind));
        Assert.Matches("^M[0-9.]+ [0-9.]+h10M", drawn[0].Path);
        foreach (var number in System.Text.RegularExpressions.Regex.Matches(drawn[1].Path, "-?[0-9.]+").Select(
            match => double.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture)))
            Assert.InRange(number, -12, 652);
    }

    private static AreaFeature Feature(string kind, string type, string coordinates) =>
        new(new("A-" + kind, kind, "An area"), new(type, JsonElement.Parse(coordinates)));
}
