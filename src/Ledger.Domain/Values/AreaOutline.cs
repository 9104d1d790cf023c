namespace Ledger.Domain.Values;

/// <summary>WGS 84 degrees, 5 decimals: about a metre.</summary>
public readonly record struct OutlinePoint(decimal Lon, decimal Lat);

/// <summary>A ring of an outline, its first point again at the end. One point alone is a place without extent.</summary>
/// <param name="Polygon">Which piece of the area, from 0.</param>
/// <param name="Ring">0 for the outer ring of the piece, then its holes.</param>
public sealed record OutlineRing(int Polygon, int Ring, IReadOnlyList<OutlinePoint> Points);

/// <summary>Where an area ends: pieces, and holes in them.</summary>
/// <param name="Rings">At least one; the rings of a piece follow each other.</param>
public sealed record AreaOutline(IReadOnlyList<OutlineRing> Rings)
{
    public int Points => Rings.Sum(ring => ring.Points.Count);

    public OutlineBox Box => OutlineBox.Of(Rings.SelectMany(ring => ring.Points));
}

/// <summary>The degrees between which an outline lies.</summary>
public sealed record OutlineBox(decimal West, decimal South, decimal East, decimal North)
{
    /// <param name="points">At least one.</param>
    public static OutlineBox Of(IEnumerable<OutlinePoint> points)
    {
        var (west, south, east, north) = (180m, 90m, -180m, -90m);
        foreach (var (lon, lat) in points)
        {
            (west, east) = (Math.Min(west, lon), Math.Max(east, lon));
            (south, north) = (Math.Min(south, lat), Math.Max(north, lat));
        }

        return new(west, south, east, north);
    }
}
