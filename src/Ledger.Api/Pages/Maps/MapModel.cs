using System.Globalization;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Maps;

/// <summary>A map and all it draws.</summary>
/// <param name="Path">Of the page it stands on, behind the language, with its query but for the window.</param>
/// <param name="IsWhole">It shows all it is about: no window was asked for.</param>
/// <param name="About">The site the page is about; null where it is about none.</param>
public sealed record MapModel(
    MapSheet Sheet, IReadOnlyList<MapMark> Marks, IReadOnlyList<MapArea> Areas, string Path, bool IsWhole, string? About)
{
    public const int Height = 640;

    /// <summary>The height of a map that stands beside other things.</summary>
    public const int LowHeight = 440;

    public const string Id = "map";

    // Of what a unit of the drawing covers: what differs by less is not to be seen.
    private const double Detail = 0.7;

    /// <summary>The same page with another window; the whole for null.</summary>
    public string To(MapWindow? window) => $"{Address.With(Path, window?.Query() ?? [])}#{Id}";

    /// <summary>Puts together the map of a page, with the areas of the register that lie on it.</summary>
    /// <param name="visit">Whose page it is.</param>
    /// <param name="sheet">What it shows; null for all points.</param>
    /// <param name="points">What it is about.</param>
    /// <param name="height">In units of a drawing of 640.</param>
    /// <param name="about">The one the page is about; null where it is about none.</param>
    internal static async Task<MapModel> DrawAsync(
        Visit visit, MapSheet? sheet, IReadOnlyCollection<MapPoint> points, int height = Height, string? about = null)
    {
        var (asked, drawn) = (sheet is not null, sheet ?? MapSheet.Of(MapWindow.Around(points), height));
        var detail = Math.Min(Detail * drawn.DegreesPerUnit, 10).ToString("0.#######", CultureInfo.InvariantCulture);
        var areas = await visit.AskAsync(
            Address.With("/v1/areas.geojson", [.. drawn.Window.OnEarth().Query(), new("detail", detail)]), PageJson.Default.AreaFeatures);
        var path = Address.Without(visit, [.. MapWindow.Sides, "cursor"]);
        return new(drawn, MapMarks.Of(drawn, points, about), MapArea.Of(areas, drawn), path, !asked, about);
    }

    /// <summary>The sheet the address asks for; null for the whole.</summary>
    internal static MapSheet? SheetOf(Visit visit, int height = Height) =>
        MapWindow.Of(visit) is { } window ? MapSheet.Of(window, height) : null;
}
