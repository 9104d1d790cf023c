using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Maps;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Queries;

namespace Ledger.Api.Pages.Sites;

/// <param name="Filters">As asked for: name, country, mineral, status, activity, sort.</param>
/// <param name="Count">Sites that were asked for and lie on the map.</param>
/// <param name="Next">The address of the page after this one; null on the last.</param>
public sealed record SitesModel(MapModel Map, SiteList List, IReadOnlyDictionary<string, string?> Filters, int Count, string? Next)
{
    /// <summary>Of the country that was asked for; null where none was, and for who may not know.</summary>
    public RegionBalanceAnswer? Balance { get; init; }

    /// <summary>Countries the register may know; others are typed into the address.</summary>
    public static IReadOnlyList<string> Countries { get; } =
        ["AO", "BI", "CD", "CF", "CG", "KE", "RW", "SD", "SS", "TZ", "UG", "ZM"];
}

/// <summary>GET /sites: mine sites on a map and in a list, which shows what the map shows.</summary>
internal static class SitesPage
{
    private const int Length = 25;

    private static readonly string[] Filters = ["name", "country", "mineral", "status", "activity", "sort"];

    public static async Task ShowAsync(Visit visit)
    {
        visit.RequireReader();
        var filters = visit.Queries(Filters);
        var sheet = MapModel.SheetOf(visit);
        List<KeyValuePair<string, string?>> chosen =
            [.. filters.Where(filter => filter.Key != "sort"), .. sheet?.Window.OnEarth().Query() ?? []];
        var found = (await visit.AskAsync(Address.With("/v1/sites.geojson", chosen), PageJson.Default.SiteFeatures)).Features;
        var list = await visit.AskPageAsync(
            "/v1/sites", [.. chosen, new("sort", filters["sort"])], PageJson.Default.SiteList, Length);
        var map = await MapModel.DrawAsync(visit, sheet, [.. found.Select(site => site.Point())]);
        await visit.ShowAsync<SitesView, SitesModel>(
            visit.Language["sites"],
            new(map, list, filters, found.Count, visit.NextOf(list.Next)) { Balance = await BalanceAsync(visit, filters["country"]) },
            null, "map.js");
    }

    public static Task DownloadBalanceAsync(Visit visit) =>
        visit.ForwardAsync(BalanceOf(visit, visit.Query("country") ?? "", ".csv"));

    private static async Task<RegionBalanceAnswer?> BalanceAsync(Visit visit, string? country) =>
        country is not null && visit.Reader?.May(Operation.ReadAnyLot) is true
            ? await visit.AskIfThereAsync(BalanceOf(visit, country), PageJson.Default.RegionBalanceAnswer) : null;

    private static string BalanceOf(Visit visit, string country, string? form = null) => Address.With(
        $"/v1/countries/{Uri.EscapeDataString(country)}/balance{form}", new KeyValuePair<string, string?>("year", visit.Query("year")));

    public static IReadOnlyList<string> Minerals { get; } = Code<Mineral>.All;

    public static IReadOnlyList<string> Statuses { get; } = Code<SiteStatus>.All;

    public static IReadOnlyList<string> Activities { get; } = Code<SiteActivity>.All;
}
