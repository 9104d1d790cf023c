using System.Globalization;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Maps;

/// <summary>
/// The part of the world a map shows, in degrees of WGS 84: <c>west</c>, <c>south</c>, <c>east</c> and <c>north</c> of an address.
/// </summary>
public sealed record MapWindow(double West, double South, double East, double North)
{
    private const double Least = 0.01;
    private const double Most = 120;
    private const double Margin = 0.08;
    private const double AroundOne = 0.5;

    // Of no site at all: where tin, tantalum and tungsten of the African Great Lakes are dug.
    private static readonly MapWindow Region = new(26, -6, 32, 3);

    /// <summary>How an address names them.</summary>
    public static readonly IReadOnlyList<string> Sides = ["west", "south", "east", "north"];

    public double MidLat => (South + North) / 2;

    public double MidLon => (West + East) / 2;

    public bool CanShrink => North - South > 2 * Least;

    public bool CanGrow => North - South < Most / 2 && East - West < Most;

    /// <summary>What the address asks for; null where that is no window.</summary>
    internal static MapWindow? Of(Visit visit)
    {
        var sides = Sides.Select(side => double.TryParse(visit.Query(side), CultureInfo.InvariantCulture, out var degrees)
            ? degrees : double.NaN).ToArray();
        var asked = new MapWindow(sides[0], sides[1], sides[2], sides[3]);
        return asked.West >= -180 && asked.East <= 180 && asked.South >= -85 && asked.North <= 85
            && asked.East > asked.West && asked.North > asked.South ? asked.AtLeast(Least) : null;
    }

    /// <summary>What holds all of the positions, with some room around them.</summary>
    /// <param name="points">None: the region.</param>
    /// <param name="least">Degrees it is wide and high at least.</param>
    public static MapWindow Around(IReadOnlyCollection<MapPoint> points, double least = AroundOne)
    {
        if (points.Count == 0) return Region;
        var all = new MapWindow(
            points.Min(at => at.Lon), points.Min(at => at.Lat), points.Max(at => at.Lon), points.Max(at => at.Lat)).AtLeast(least);
        return all.Times(1 + (2 * Margin));
    }

    public MapWindow Times(double factor) => new MapWindow(
        MidLon - ((East - West) / 2 * factor), MidLat - ((North - South) / 2 * factor), MidLon + ((East - West) / 2 * factor),
        MidLat + ((North - South) / 2 * factor)).OnEarth();

    /// <summary>Moved by parts of its own size.</summary>
    public MapWindow Moved(double right, double up) => new MapWindow(
        West + (right * (East - West)), South + (up * (North - South)), East + (right * (East - West)),
        North + (up * (North - South))).OnEarth();

    public bool Holds(MapPoint point) => point.Lon >= West && point.Lon <= East && point.Lat >= South && point.Lat <= North;

    /// <summary>Its sides as an address names them.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Query() =>
        Sides.Zip([West, South, East, North], (side, degrees) =>
            KeyValuePair.Create(side, (string?)degrees.ToString("0.#####", CultureInfo.InvariantCulture)));

    public MapWindow AtLeast(double degrees)
    {
        var (wide, high) = (Math.Max(East - West, degrees), Math.Max(North - South, degrees));
        return new(MidLon - (wide / 2), MidLat - (high / 2), MidLon + (wide / 2), MidLat + (high / 2));
    }

    // As far as maps go: beyond, degrees of longitude shrink to nothing.
    public MapWindow OnEarth()
    {
        var (right, up) = (Shift(West, East, 180), Shift(South, North, 85));
        return new(
            Math.Max(West + right, -180), Math.Max(South + up, -85), Math.Min(East + right, 180), Math.Min(North + up, 85));
    }

    private static double Shift(double from, double to, double most) => from < -most ? -most - from : to > most ? most - to : 0;
}
