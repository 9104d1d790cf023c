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
            visit.Language["sites"], new(map, list, filters, found.Count, visit.NextOf(list.Next)), null, "map.js");
    }

    public static IReadOnlyList<string> Minerals { get; } = Code<Mineral>.All;

    public static IReadOnlyList<string> Statuses { get; } = Code<SiteStatus>.All;

    public static IReadOnlyList<string> Activities { get; } = Code<SiteActivity>.All;
}
