using System.Globalization;
using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using Ledger.Api.Pages.Maps;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Pages.Sites;

/// <summary>A status of a site, for the time it held.</summary>
/// <param name="Until">The first day of the next one; null where it holds.</param>
public sealed record StatusTime(string Status, LocalDate From, LocalDate? Until, LocalDate? CureBy, string Authority, long Sequence)
{
    /// <summary>What determinations say in the end: each holds from its day on.</summary>
    public static IReadOnlyList<StatusTime> Of(IEnumerable<SiteEntry> history)
    {
        var times = new List<StatusTime>();
        foreach (var entry in history.Where(entry => entry.Type == "site_status_determined"))
        {
            var (says, from) = (entry.Data, Day(entry, "from")!.Value);
            times.RemoveAll(time => time.From == from); // one of the same day takes its place
            if (times.Count > 0) times[^1] = times[^1] with { Until = from };
            times.Add(new(
                says.GetProperty("status").GetString()!, from, null, Day(entry, "cureBy"), says.GetProperty("authority").GetString()!,
                entry.Sequence));
        }

        return times;
    }

    private static LocalDate? Day(SiteEntry entry, string name) =>
        entry.Data.TryGetProperty(name, out var day) ? LocalDatePattern.Iso.Parse(day.GetString()!).Value : null;
}

/// <param name="Statuses">Oldest first.</param>
/// <param name="Production">Newest first; null for who may not know.</param>
/// <param name="Lots">Those of the site that the reader may see in a list; null for who sees none.</param>
public sealed record SiteModel(
    SiteAnswer Site, IReadOnlyList<StatusTime> Statuses, MapModel Map, IReadOnlyList<SiteMonthAnswer>? Production, LotList? Lots,
    string? Next)
{
    /// <summary>Null for who may not know.</summary>
    public SiteBalanceAnswer? Balance { get; init; }

    public string Path => "/sites/" + Uri.EscapeDataString(Site.SiteId);
}

/// <summary>GET /sites/{id}: what the register says of a site, where it lies, and what came from it as far as the reader may see.</summary>
internal static class SitePage
{
    // Degrees around a site: a day's walk on each side.
    private const double Around = 0.3;

    public static async Task ShowAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        var address = "/v1/sites/" + Uri.EscapeDataString(visit.Route("id"));
        var site = await visit.AskAsync(address, PageJson.Default.SiteAnswer);
        var sheet = MapModel.SheetOf(visit, MapModel.LowHeight)
            ?? MapSheet.Of(new MapWindow((double)site.Lon!, (double)site.Lat!, (double)site.Lon, (double)site.Lat).AtLeast(2 * Around),
                MapModel.LowHeight);
        var around = await visit.AskAsync(
            Address.With("/v1/sites.geojson", sheet.Window.OnEarth().Query()), PageJson.Default.SiteFeatures);
        var map = await MapModel.DrawAsync(
            visit, sheet, [.. around.Features.Select(each => each.Point())], MapModel.LowHeight, site.SiteId);
        var production = reader.May(Operation.ReadAnyLot)
            ? (await visit.AskAsync(address + "/production", PageJson.Default.ProductionAnswer)).Months : null;
        var lots = reader.May(Operation.ReadLots)
            ? await visit.AskPageAsync("/v1/lots", [new("siteId", site.SiteId)], PageJson.Default.LotList, limit: 20) : null;
        var model = new SiteModel(
            site, StatusTime.Of(site.History ?? []), map with { IsWhole = MapWindow.Of(visit) is null }, production, lots,
            visit.NextOf(lots?.Next));
        if (production is not null)
            model = model with { Balance = await visit.AskAsync(BalanceOf(visit), PageJson.Default.SiteBalanceAnswer) };
        await visit.ShowAsync<SiteView, SiteModel>(visit.Language.With("site.title", site.Name), model, null, "map.js");
    }

    public static Task DownloadBalanceAsync(Visit visit) => visit.ForwardAsync(BalanceOf(visit, ".csv"));

    private static string BalanceOf(Visit visit, string? form = null) => Address.With(
        $"/v1/sites/{Uri.EscapeDataString(visit.Route("id"))}/balance{form}",
        new KeyValuePair<string, string?>("year", visit.Query("year")));

    /// <summary>A position as maps write it: degrees, and to which side.</summary>
    public static string Position(Language language, decimal lat, decimal lon)
    {
        return language.With(lat >= 0 ? "map.north" : "map.south", Degrees(lat)) + ", "
            + language.With(lon >= 0 ? "map.east" : "map.west", Degrees(lon));

        // As exact as the register: 4 decimals are ten metres.
        string Degrees(decimal degrees)
        {
            var number = Math.Abs(degrees).ToString("0.####", CultureInfo.InvariantCulture);
            return language == Language.French ? number.Replace('.', ',') : number;
        }
    }
}
