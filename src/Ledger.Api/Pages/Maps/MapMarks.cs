namespace Ledger.Api.Pages.Maps;

/// <summary>A site on a map.</summary>
/// <param name="Status">Its code; null where none was determined.</param>
/// <param name="Share">Of the lot the map is about, 0 to 1; null where the map is about none.</param>
public sealed record MapPoint(string Id, string Name, string? Status, double Lon, double Lat, decimal? Share = null);

/// <summary>What is drawn at one place: a site, or several that would lie on each other.</summary>
/// <param name="Label">The site's name where it has room beside the mark; null where not.</param>
/// <param name="IsLeft">The name stands to the left.</param>
public sealed record MapMark(double X, double Y, IReadOnlyList<MapPoint> Points, double Radius, string? Label = null, bool IsLeft = false)
{
    /// <summary>Of all its sites; null where the map is about no lot.</summary>
    public decimal? Share => Points[0].Share is null ? null : Points.Sum(point => point.Share);

    /// <summary>How many of its sites have each status, in the order of the codes; those without one last.</summary>
    public IReadOnlyList<(string? Status, int Count)> Statuses() =>
        [.. Points.CountBy(point => point.Status ?? "").OrderBy(each => MapLook.PlaceOf(each.Key))
            .Select(each => (each.Key.Length == 0 ? null : each.Key, each.Value))];
}

/// <summary>Joins sites that lie too close to be told apart, so that thousands stay readable.</summary>
public static class MapMarks
{
    // A mark's largest size is some less; a finger's width on a phone.
    private const double Apart = 50;
    private const double Cell = 12;
    private const double SiteRadius = 9;
    private const double LeastShare = 7;
    private const double ShareRadius = 22;
    private const int MostLabelled = 24;
    private const double LetterWidth = 11.5;
    private const double LineHeight = 24;

    /// <summary>Largest first, so that small ones lie on top; the site the page is about stands alone, and last.</summary>
    /// <param name="sheet">What is drawn.</param>
    /// <param name="points">Those outside of it are left out.</param>
    /// <param name="about">Its id; null where the page is about none.</param>
    public static IReadOnlyList<MapMark> Of(MapSheet sheet, IEnumerable<MapPoint> points, string? about = null)
    {
        List<MapPoint> shown = [.. points.Where(sheet.Window.Holds).OrderBy(point => point.Id, StringComparer.Ordinal)];
        var marks = Join(shown.Where(point => point.Id != about).Select(point => At(sheet, point)))
            .OrderByDescending(mark => mark.Radius).ThenByDescending(mark => mark.Points.Count).ToList();
        marks.AddRange(shown.Where(point => point.Id == about).Select(point => At(sheet, point)));
        return marks.Count <= MostLabelled ? Label(sheet, marks) : marks;
    }

    private static MapMark At(MapSheet sheet, MapPoint point)
    {
        var (x, y) = sheet.At(point.Lon, point.Lat);
        return new(x, y, [point], RadiusOf([point]));
    }

    // Close ones become a heap first; then the fullest heap takes in what is within its reach, and so on. Heaps do not move by that,
    // so that what is drawn keeps its distance.
    private static IEnumerable<MapMark> Join(IEnumerable<MapMark> singles)
    {
        var heaps = singles.GroupBy(mark => (Math.Floor(mark.X / Cell), Math.Floor(mark.Y / Cell)))
            .Select(heap => (
                X: heap.Average(mark => mark.X), Y: heap.Average(mark => mark.Y), Points: heap.SelectMany(mark => mark.Points).ToList()))
            .OrderByDescending(heap => heap.Points.Sum(point => point.Share ?? 0)).ThenByDescending(heap => heap.Points.Count)
            .ThenBy(heap => heap.Points[0].Id, StringComparer.Ordinal).ToList();
        while (heaps.Count > 0)
        {
            var (x, y, _) = heaps[0];
            var near = heaps.FindAll(heap => double.Hypot(heap.X - x, heap.Y - y) < Apart);
            heaps.RemoveAll(near.Contains);
            List<MapPoint> points = [.. near.SelectMany(heap => heap.Points)];
            yield return new(x, y, points, RadiusOf(points));
        }
    }

    // Areas, not widths, go with shares and counts: that is what eyes compare.
    private static double RadiusOf(List<MapPoint> points)
    {
        if (points[0].Share is null) return points.Count == 1 ? SiteRadius : 12 + (3 * Math.Log10(points.Count));
        var radius = LeastShare + (ShareRadius * Math.Sqrt((double)points.Sum(point => point.Share ?? 0)));
        return points.Count == 1 ? radius : Math.Max(radius, 12);
    }

    private static List<MapMark> Label(MapSheet sheet, List<MapMark> marks)
    {
        var taken = marks.Select(mark => (Left: mark.X - mark.Radius, Right: mark.X + mark.Radius, mark.Y)).ToList();
        var labelled = new List<MapMark>();
        foreach (var mark in marks.AsEnumerable().Reverse())
        {
            var (name, wide) = (mark.Points[0].Name, mark.Points[0].Name.Length * LetterWidth);
            var places = new[] { (Left: mark.X + mark.Radius + 6, IsLeft: false), (Left: mark.X - mark.Radius - 6 - wide, IsLeft: true) };
            var place = places.Where(at => mark.Points.Count == 1 && at.Left > 0 && at.Left + wide < MapSheet.Width
                    && mark.Y > LineHeight && mark.Y < sheet.Height - (2 * LineHeight)
                    && taken.TrueForAll(box => box.Left > at.Left + wide || box.Right < at.Left || Math.Abs(box.Y - mark.Y) > LineHeight))
                .Cast<(double Left, bool IsLeft)?>().FirstOrDefault();
            if (place is { } found) taken.Add((found.Left, found.Left + wide, mark.Y));
            labelled.Add(place is null ? mark : mark with { Label = name, IsLeft = place.Value.IsLeft });
        }

        labelled.Reverse();
        return labelled;
    }
}
