using System.Globalization;
using Ledger.Domain.LedgerEvents;

namespace Ledger.Rules.Geography;

/// <summary>Outlines with as few points as a map of some scale needs (Douglas and Peucker, Cartographica 10, 1973).</summary>
public static class Simplified
{
    /// <summary>As it was entered.</summary>
    public const int Whole = int.MinValue;

    // 2^-17 degrees is less than the five decimals that are written; at 2^6 a continent is a point.
    private const int Finest = -17;
    private const int Coarsest = 6;

    /// <summary>The power of two that is the coarsest detail not above what is asked for: few are made, whatever is asked.</summary>
    /// <param name="detail">Degrees; 0 for every point.</param>
    public static int LevelOf(double detail) =>
        detail < Math.Pow(2, Finest) ? Whole : Math.Min((int)Math.Floor(Math.Log2(detail)), Coarsest);

    /// <summary>
    /// A geometry of GeoJSON (RFC 7946): a MultiPolygon of what is larger than the detail, each point left out nearer than that to the line
    /// drawn; a Point in the middle where nothing is.
    /// </summary>
    /// <param name="stretches">Of one outline, in their order.</param>
    /// <param name="level">From <see cref="LevelOf"/>.</param>
    public static string Geometry(IReadOnlyList<AreaOutlined> stretches, int level)
    {
        var detail = level == Whole ? 0 : Math.Pow(2, level);
        var pieces = stretches.GroupBy(stretch => stretch.Polygon).Select(piece => piece.GroupBy(stretch => stretch.Ring)
            .Select(ring => Reduce([.. ring.SelectMany(stretch => stretch.Degrees).Select(degrees => (double)degrees)], detail))
            .TakeWhile((ring, index) => index > 0 || ring.Count >= 4).Where(ring => ring.Count >= 4).ToList());
        var polygons = pieces.Where(rings => rings.Count > 0)
            .Select(rings => $"[{string.Join(',', rings.Select(ring => $"[{string.Join(',', ring.Select(Position))}]"))}]").ToList();
        if (polygons.Count > 0) return $"{{\"type\":\"MultiPolygon\",\"coordinates\":[{string.Join(',', polygons)}]}}";
        var (lon, lat) = (Middle(stretches, 0), Middle(stretches, 1));
        return $"{{\"type\":\"Point\",\"coordinates\":{Position((lon, lat))}}}";
    }

    /// <summary>The points of a ring that are kept; fewer than four where it is no larger than the detail.</summary>
    private static List<(double X, double Y)> Reduce(double[] degrees, double detail)
    {
        var points = new (double X, double Y)[degrees.Length / 2];
        for (var i = 0; i < points.Length; i++) points[i] = (degrees[2 * i], degrees[(2 * i) + 1]);
        if (points.Length < 4 || detail <= 0) return [.. points];
        // A ring ends where it begins: it is cut in two at the point farthest from there.
        var kept = new bool[points.Length];
        var far = Farthest(points, 0, points.Length - 1).Index;
        kept[0] = kept[far] = kept[^1] = true;
        var open = new Stack<(int From, int To)>([(0, far), (far, points.Length - 1)]);
        while (open.TryPop(out var span))
        {
            var (index, distance) = Farthest(points, span.From, span.To);
            if (distance <= detail) continue;
            kept[index] = true;
            open.Push((span.From, index));
            open.Push((index, span.To));
        }

        return [.. points.Where((_, index) => kept[index])];
    }

    // Of the points between, from the line between both.
    private static (int Index, double Distance) Farthest((double X, double Y)[] points, int from, int to)
    {
        var (index, farthest) = (from, 0d);
        var ((x, y), (dx, dy)) = (points[from], (points[to].X - points[from].X, points[to].Y - points[from].Y));
        var squared = (dx * dx) + (dy * dy);
        for (var i = from + 1; i < to; i++)
        {
            var along = squared == 0 ? 0 : Math.Clamp((((points[i].X - x) * dx) + ((points[i].Y - y) * dy)) / squared, 0, 1);
            var distance = double.Hypot(points[i].X - x - (along * dx), points[i].Y - y - (along * dy));
            if (distance > farthest) (index, farthest) = (i, distance);
        }

        return (index, farthest);
    }

    private static double Middle(IReadOnlyList<AreaOutlined> stretches, int axis)
    {
        List<decimal> values = [.. stretches.SelectMany(stretch => stretch.Degrees.Where((_, index) => index % 2 == axis))];
        return (double)(values.Min() + values.Max()) / 2;
    }

    private static string Position((double X, double Y) at) =>
        string.Create(CultureInfo.InvariantCulture, $"[{at.X:0.#####},{at.Y:0.#####}]");
}
