using Ledger.Api.Pages.House;
using Ledger.Rules.Geography;

namespace Ledger.Api.Pages.Maps;

/// <summary>
/// Where on a drawing a position lies: degrees are straight and evenly spaced, and a kilometre is as long to the east as to the north in
/// the middle (equidistant cylindrical; Snyder, USGS Professional Paper 1395, 12). On the equator that is nearly exact over a thousand
/// kilometres; the drawing is never larger than what it shows well.
/// </summary>
public sealed class MapSheet
{
    public const int Width = 640;

    private readonly double _perLat, _perLon;

    private MapSheet(MapWindow window, int height, double perLat, double perLon) =>
        (Window, Height, _perLat, _perLon) = (window, height, perLat, perLon);

    /// <summary>What is drawn: at least what was asked for.</summary>
    public MapWindow Window { get; }

    /// <summary>In units of the drawing, as everything here.</summary>
    public int Height { get; }

    /// <summary>Kilometres of one unit.</summary>
    public double KmPerUnit => KmOfLat(Window.MidLat) / _perLat;

    /// <summary>Degrees of one unit.</summary>
    public double DegreesPerUnit => 1 / _perLat;

    public static MapSheet Of(MapWindow asked, int height)
    {
        var ratio = KmOfLon(asked.MidLat) / KmOfLat(asked.MidLat);
        var perLat = Math.Min(height / (asked.North - asked.South), Width / ((asked.East - asked.West) * ratio));
        var (wide, high) = (Width / (perLat * ratio), height / perLat);
        var window = new MapWindow(
            asked.MidLon - (wide / 2), asked.MidLat - (high / 2), asked.MidLon + (wide / 2), asked.MidLat + (high / 2));
        return new(window, height, perLat, perLat * ratio);
    }

    public (double X, double Y) At(double lon, double lat) => ((lon - Window.West) * _perLon, (Window.North - lat) * _perLat);

    /// <summary>Meridians and parallels at round degrees, with their names' degrees.</summary>
    public IEnumerable<(bool IsMeridian, double Degrees, string At)> Grid()
    {
        const int lines = 4;
        var step = RoundDown(Math.Max(Window.North - Window.South, Window.East - Window.West) / lines);
        foreach (var lon in Steps(Window.West, Window.East, step)) yield return (true, lon, Svg.Number(At(lon, 0).X));
        foreach (var lat in Steps(Window.South, Window.North, step)) yield return (false, lat, Svg.Number(At(0, lat).Y));
    }

    /// <summary>A round length and how long it is drawn: a fifth to a third of the width.</summary>
    public (double Km, string Units) Scale()
    {
        var km = RoundDown(KmPerUnit * Width * 0.32);
        return (km, Svg.Number(km / KmPerUnit));
    }

    private static IEnumerable<double> Steps(double from, double to, double step)
    {
        for (var n = Math.Ceiling(from / step); n * step <= to; n++) yield return Math.Round(n * step, 6);
    }

    // 1, 2 or 5 times a power of ten.
    private static double RoundDown(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return power * ((double[])[5, 2, 1]).First(times => power * times <= most);
    }

    private static double KmOfLat(double lat) =>
        Wgs84.DistanceM(new((decimal)(lat - 0.5), 0, null), new((decimal)(lat + 0.5), 0, null)) / 1_000;

    private static double KmOfLon(double lat) => Wgs84.DistanceM(new((decimal)lat, 0, null), new((decimal)lat, 1, null)) / 1_000;
}
