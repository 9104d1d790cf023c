using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Maps;
using Ledger.Api.Pages.Sites;

namespace Ledger.Api.Pages.Lots;

/// <summary>Where a lot comes from, as GET /v1/lots/{id}/provenance answers.</summary>
public sealed record ProvenanceAnswer(
    string LotId, decimal? MassKg, IReadOnlyList<SiteShare> Sites, decimal UnattributedShare, decimal? UnattributedMetalShare,
    IReadOnlyList<ProvenanceNode> Nodes, IReadOnlyList<ProvenanceEdge> Edges, IReadOnlyList<Counterparty>? Counterparties);

/// <summary>One site's part, 0 to 1.</summary>
public sealed record SiteShare(string SiteId, decimal Share, decimal? MassKg, decimal? MetalShare);

/// <summary>A lot, run or consignment on the way.</summary>
/// <param name="Holders">Who had the lot in custody, in this order, or who ran the run.</param>
public sealed record ProvenanceNode(string Id, decimal? MassKg, string? SiteId, IReadOnlyList<string> Holders);

/// <summary>Mass that went from one of them to another.</summary>
public sealed record ProvenanceEdge(string From, string To, decimal NetKg);

/// <summary>Where a lot went, as GET /v1/lots/{id}/destinations answers.</summary>
public sealed record DestinationsAnswer(
    IReadOnlyList<DestinationAnswer> Destinations, IReadOnlyList<ProvenanceNode> Nodes, IReadOnlyList<ProvenanceEdge> Edges);

/// <summary>A lot that holds mass of the one asked about.</summary>
public sealed record DestinationAnswer(string LotId, decimal? MassKg, decimal Share, bool IsEnd);

/// <param name="Bags">Of each site: lots bagged there.</param>
/// <param name="Runs">Processing runs and consignments on the way.</param>
/// <param name="Destinations">Lots in which it ended; null for who may not know.</param>
/// <param name="Sites">What the register says of them, by id; some may be in no register.</param>
/// <param name="Map">Null where the register knows none of them.</param>
/// <param name="Up">The way to the lot; null where none is known.</param>
/// <param name="Down">The way on from it; null where none is known, or for who may not know.</param>
public sealed record ProvenanceModel(
    ProvenanceAnswer Provenance, IReadOnlyDictionary<string, int> Bags, int Runs, IReadOnlyList<DestinationAnswer>? Destinations,
    IReadOnlyDictionary<string, SiteAnswer> Sites, MapModel? Map, TraceModel? Up, TraceModel? Down, Replay Replay)
{
    /// <summary>The lot's page, at the same moment.</summary>
    public string LotPath => Replay.At("/lots/" + Uri.EscapeDataString(Provenance.LotId));
}

/// <summary>GET /lots/{id}/provenance: shares of sites, and where the lot went for who may know it.</summary>
internal static class ProvenancePage
{
    public static async Task ShowAsync(Visit visit)
    {
        var path = "/lots/" + Uri.EscapeDataString(visit.Route("id"));
        var (address, replay) = ("/v1" + path, Replay.Of(visit, path + "/provenance"));
        var view = await visit.AskAsync(replay.At(address + "/provenance"), PageJson.Default.ProvenanceAnswer);
        var destinations = visit.Reader?.May(Operation.ReadDestinations) is true
            ? await visit.AskAsync(replay.At(address + "/destinations"), PageJson.Default.DestinationsAnswer) : null;
        var sites = await SitesAsync(visit, view);
        var shares = view.Sites.ToDictionary(site => site.SiteId, site => site.Share, StringComparer.Ordinal);
        var map = sites.Count == 0 ? null : await MapModel.DrawAsync(
            visit, MapModel.SheetOf(visit), [.. sites.Select(site => site.Point(shares[site.Properties.SiteId]))]);
        var siteNames = sites.ToDictionary(site => site.Properties.SiteId, site => site.Properties.Name, StringComparer.Ordinal);
        var (root, names) = ("lot:" + view.LotId, new Names([view.Counterparties]));
        var model = new ProvenanceModel(
            view, view.Nodes.Where(node => node.SiteId is not null).CountBy(node => node.SiteId!).ToDictionary(StringComparer.Ordinal),
            view.Nodes.Count(node => !node.Id.StartsWith("lot:", StringComparison.Ordinal)),
            destinations?.Destinations.Where(each => each.IsEnd).OrderByDescending(each => each.Share * (each.MassKg ?? 0)).ToList(),
            sites.ToDictionary(site => site.Properties.SiteId, site => site.Properties, StringComparer.Ordinal), map,
            TraceModel.Of(visit, "up", new(root, true, view.Nodes, view.Edges), siteNames, names), destinations is null ? null
                : TraceModel.Of(visit, "down", new(root, false, destinations.Nodes, destinations.Edges), siteNames, names), replay);
        await visit.ShowAsync<ProvenanceView, ProvenanceModel>(
            visit.Language.With("provenance.title", view.LotId), model, null, "map.js", "graph.js");
    }

    private static async Task<IReadOnlyList<SiteFeature>> SitesAsync(Visit visit, ProvenanceAnswer view) => view.Sites.Count == 0 ? []
        : (await visit.AskAsync(
            Address.With("/v1/sites.geojson", view.Sites.Select(site => KeyValuePair.Create("siteId", (string?)site.SiteId))),
            PageJson.Default.SiteFeatures)).Features;
}
