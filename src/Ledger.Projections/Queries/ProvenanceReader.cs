using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Provenance;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>
/// Collects the graph a lot's provenance follows from: for now out of the views, by one recursive query; for a past moment
/// level by level out of the facts themselves. Both end in the same pure trace.
/// </summary>
public sealed class ProvenanceReader(NpgsqlDataSource source, SubjectLoader loader)
{
    // Beyond any real export lot (some 700 bags over 4 to 6 levels); a graph that is larger is cut, and what is cut is unattributed.
    private const int MaxLots = 200_000;

    /// <summary>Null when the lot is not known at that moment.</summary>
    public async Task<ProvenanceView?> UpstreamAsync(LotId lot, Horizon horizon, CancellationToken cancellation)
    {
        var graph = await GraphAsync([lot], horizon, cancellation);
        return graph.Lots.TryGetValue(lot, out var node) ? ProvenanceView.Of(lot, node.MassKg, graph) : null;
    }

    /// <summary>Lots and all that lies above them; without those that are not known at that moment.</summary>
    public async Task<CompositionGraph> GraphAsync(IReadOnlyCollection<LotId> lots, Horizon horizon, CancellationToken cancellation) =>
        horizon.IsPast ? await FromFactsAsync(lots, horizon, cancellation) : await FromViewsAsync(lots, cancellation);

    private async Task<CompositionGraph> FromViewsAsync(IReadOnlyCollection<LotId> lots, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(GraphSql.Upstream, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lots.Select(lot => lot.Value)] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxLots });
        return await GraphSql.ReadAsync(command, cancellation);
    }

    /// <summary>The oracle: the same graph out of facts alone.</summary>
    public async Task<CompositionGraph> FromFactsAsync(
        IReadOnlyCollection<LotId> lots, Horizon horizon, CancellationToken cancellation)
    {
        var graph = new FactGraph(loader, horizon);
        LotId[] level = [.. lots];
        while (level.Length > 0 && graph.LotCount < MaxLots)
        {
            var runs = (await graph.AddLotsAsync(level, cancellation)).Where(part => part.IsOutput).Select(part => part.Run);
            var added = await graph.AddRunsAsync([.. runs], cancellation);
            level = [.. added.SelectMany(run => run.Inputs).Distinct().Where(parent => !graph.Has(parent))];
        }

        return graph.Graph;
    }
}
