using Ledger.Api.Auth;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Lots;

/// <summary>Where a lot comes from, as GET /v1/lots/{id}/provenance answers.</summary>
public sealed record ProvenanceAnswer(
    string LotId, decimal? MassKg, IReadOnlyList<SiteShare> Sites, decimal UnattributedShare, decimal? UnattributedMetalShare,
    IReadOnlyList<ProvenanceNode> Nodes);

/// <summary>One site's part, 0 to 1.</summary>
public sealed record SiteShare(string SiteId, decimal Share, decimal? MassKg, decimal? MetalShare);

/// <summary>A lot, run or consignment on the way.</summary>
public sealed record ProvenanceNode(string Id, string? SiteId);

/// <summary>Where a lot went, as GET /v1/lots/{id}/destinations answers.</summary>
public sealed record DestinationsAnswer(IReadOnlyList<DestinationAnswer> Destinations);

/// <summary>A lot that holds mass of the one asked about.</summary>
public sealed record DestinationAnswer(string LotId, decimal? MassKg, decimal Share, bool IsEnd);

/// <param name="Bags">Of each site: lots bagged there.</param>
/// <param name="Runs">Processing runs and consignments on the way.</param>
/// <param name="Destinations">Lots in which it ended; null for who may not know.</param>
public sealed record ProvenanceModel(
    ProvenanceAnswer Provenance, IReadOnlyDictionary<string, int> Bags, int Runs, IReadOnlyList<DestinationAnswer>? Destinations)
{
    public string Path => "/lots/" + Uri.EscapeDataString(Provenance.LotId);
}

/// <summary>GET /lots/{id}/provenance: shares of sites, and where the lot went for who may know it.</summary>
internal static class ProvenancePage
{
    public static async Task ShowAsync(Visit visit)
    {
        var address = "/v1/lots/" + Uri.EscapeDataString(visit.Route("id"));
        var view = await visit.AskAsync(address + "/provenance", PageJson.Default.ProvenanceAnswer);
        var destinations = visit.Reader?.May(Operation.ReadDestinations) is true
            ? (await visit.AskAsync(address + "/destinations", PageJson.Default.DestinationsAnswer)).Destinations : null;
        var model = new ProvenanceModel(
            view, view.Nodes.Where(node => node.SiteId is not null).CountBy(node => node.SiteId!).ToDictionary(StringComparer.Ordinal),
            view.Nodes.Count(node => !node.Id.StartsWith("lot:", StringComparison.Ordinal)),
            destinations?.Where(each => each.IsEnd).OrderByDescending(each => each.Share * (each.MassKg ?? 0)).ToList());
        await visit.ShowAsync<ProvenanceView, ProvenanceModel>(visit.Language.With("provenance.title", view.LotId), model);
    }
}
