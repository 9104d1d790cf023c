using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;

namespace Ledger.Projections.Queries;

/// <summary>Puts together a certified lot and the countries its mineral comes from.</summary>
public sealed class OriginLoader(SubjectLoader lots, ProvenanceReader provenance, SiteRegisterReader sites)
{
    public async Task<OriginFacts> LoadAsync(LotId id, Horizon horizon, CancellationToken cancellation)
    {
        var lot = (await lots.LotsAsync([id], horizon, cancellation))[id];
        var references = OriginFacts.PartsOf(lot);
        var resolved = await lots.ResolveAsync(references, lot.Facts, horizon, cancellation);
        var parts = new List<ProvenanceView?>();
        foreach (var reference in references)
            parts.Add(resolved.TryGetValue(reference, out var part) ? await provenance.UpstreamAsync(part, horizon, cancellation) : null);

        var named = parts.OfType<ProvenanceView>().SelectMany(part => part.Sites).Select(site => site.SiteId).Distinct().ToList();
        var registers = await sites.ReadAsync(named, horizon, cancellation);
        return OriginFacts.Of(lot, parts, site => registers[site].Country);
    }
}
