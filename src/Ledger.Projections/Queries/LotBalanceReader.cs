using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;

namespace Ledger.Projections.Queries;

/// <summary>Adds up where a lot's mass comes from: all lots and runs above it, in as few reads as there are kinds of them.</summary>
public sealed class LotBalanceReader(ProvenanceReader provenance, SubjectLoader loader)
{
    /// <summary>Null when the lot is not known at that moment.</summary>
    public async Task<LotBalanceView?> ReadAsync(LotId lot, Horizon horizon, CancellationToken cancellation)
    {
        var graph = await provenance.GraphAsync(lot, horizon, cancellation);
        if (!graph.Lots.ContainsKey(lot)) return null;
        var lots = await loader.LotsAsync([.. graph.Lots.Keys], horizon, cancellation);
        var runs = await loader.RunsAsync([.. graph.Runs.Keys.Where(run => Consignment.LotOf(run) is null)], horizon, cancellation);
        var scales = await loader.ScalesAsync([.. LotBalanceView.ScalesIn(lots.Values)], horizon, cancellation);
        return LotBalanceView.Of(lot, graph, lots, runs, scales, await loader.SettingsAsync(horizon, cancellation));
    }
}
