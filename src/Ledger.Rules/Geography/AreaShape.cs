using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Geography;

/// <summary>
/// An outline to measure against. Its edges are straight in degrees, as RFC 7946 (3.1.1) has it; lengths are those of the ellipsoid. An
/// area beyond the date line is given as two (3.1.9), and is not measured across it.
/// </summary>
public sealed class AreaShape
{
    private readonly IReadOnlyList<Ring> _rings;

    private AreaShape(IReadOnlyList<Ring> rings) => _rings = rings;

    /// <param name="stretches">Of one outline, in their order.</param>
    public static AreaShape Of(IEnumerable<AreaOutlined> stretches) => new([.. stretches
        .GroupBy(stretch => (stretch.Polygon, stretch.Ring))
        .Select(ring => new Ring(ring.Key.Polygon, [.. ring.SelectMany(stretch => stretch.Degrees).Select(degrees => (double)degrees)]))]);

    /// <summary>How far a position is from the area, in metres; 0 within it.</summary>
    public double DistanceM(decimal lat, decimal lon)
    {
        var (x, y) = ((double)lon, (double)lat);
        if (_rings.GroupBy(ring => ring.Polygon).Any(polygon => Crossings(polygon, x, y) % 2 == 1)) return 0;
        // Degrees to metres hereabouts: good enough to tell which point of the outline is the nearest, and then that one is measured.
        var scale = Math.Cos(y * Math.PI / 180);
        var (nearest, squared) = ((X: x, Y: y), double.PositiveInfinity);
        foreach (var ring in _rings)
            for (var i = 0; i < ring.Count; i++)
            {
                var at = Nearest(ring, i, x, y, scale);
                var distance = Square((at.X - x) * scale) + Square(at.Y - y);
                if (distance < squared) (nearest, squared) = (at, distance);
            }

        return Wgs84.DistanceM(new(lat, lon, null), new((decimal)nearest.Y, (decimal)nearest.X, null));
    }

    // Of a line to the east with the edges (even-odd rule): holes count themselves out.
    private static int Crossings(IEnumerable<Ring> polygon, double x, double y)
    {
        var crossings = 0;
        foreach (var ring in polygon)
            for (var i = 0; i + 1 < ring.Count; i++)
            {
                var ((x1, y1), (x2, y2)) = (ring[i], ring[i + 1]);
                if (y1 > y != y2 > y && x < x1 + ((y - y1) / (y2 - y1) * (x2 - x1))) crossings++;
            }

        return crossings;
    }

    // On the edge that begins there; the point itself where none does.
    private static (double X, double Y) Nearest(Ring ring, int i, double x, double y, double scale)
    {
        var (from, to) = (ring[i], ring[Math.Min(i + 1, ring.Count - 1)]);
        var (dx, dy) = ((to.X - from.X) * scale, to.Y - from.Y);
        var length = Square(dx) + Square(dy);
        if (length == 0) return from;
        var along = Math.Clamp(((((x - from.X) * scale * dx) + ((y - from.Y) * dy)) / length), 0, 1);
        return (from.X + (along * (to.X - from.X)), from.Y + (along * (to.Y - from.Y)));
    }

    private sealed record Ring(int Polygon, double[] Degrees)
    {
        public int Count => Degrees.Length / 2;

        public (double X, double Y) this[int index] => (Degrees[index * 2], Degrees[(index * 2) + 1]);
    }
}
