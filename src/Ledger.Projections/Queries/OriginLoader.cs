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
        if (await provenance.UpstreamAsync(id, horizon, cancellation) is not { } traced) return OriginFacts.Of(lot, [], _ => null);
        var registers = await sites.ReadAsync([.. traced.Sites.Select(site => site.SiteId)], horizon, cancellation);
        return OriginFacts.Of(lot, traced.Sites, site => registers[site].Country);
    }
}
