using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Provenance;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>Collects the graph below a lot; see <see cref="ProvenanceReader"/>.</summary>
public sealed class DestinationReader(NpgsqlDataSource source, SubjectLoader loader)
{
    private const int MaxLots = 200_000;

    /// <summary>Null when the lot is not known at that moment.</summary>
    public async Task<DestinationView?> DownstreamAsync(LotId lot, Horizon horizon, CancellationToken cancellation)
    {
        var graph = horizon.IsPast ? await FromFactsAsync(lot, horizon, cancellation) : await FromViewsAsync(lot, cancellation);
        if (!graph.Lots.ContainsKey(lot)) return null;
        var consumed = graph.Runs.Values.SelectMany(run => run.Inputs).Select(input => input.Lot).OfType<LotId>().ToHashSet();
        var edges = graph.Runs.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal)
            .SelectMany(pair => pair.Value.Inputs.Where(input => input.Lot is { } id && graph.Lots.ContainsKey(id))
                .Select(input => new ProvenanceEdge($"lot:{input.Lot}", Consignment.NameOf(pair.Key), input.NetKg)))
            .Concat(graph.Lots.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal)
                .SelectMany(pair => pair.Value.Runs.Where(run => graph.Runs.ContainsKey(run.Run))
                    .Select(run => new ProvenanceEdge(Consignment.NameOf(run.Run), $"lot:{pair.Key}", run.NetKg))))
            .ToList();
        return DestinationTrace.Of(lot, graph, consumed, edges);
    }

    private async Task<CompositionGraph> FromViewsAsync(LotId lot, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(GraphSql.Downstream, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lot.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxLots });
        return await GraphSql.ReadAsync(command, cancellation);
    }

    private async Task<CompositionGraph> FromFactsAsync(LotId lot, Horizon horizon, CancellationToken cancellation)
    {
        var graph = new FactGraph(loader, horizon);
        LotId[] level = [lot];
        while (level.Length > 0 && graph.LotCount < MaxLots)
        {
            var runs = (await graph.AddLotsAsync(level, cancellation)).Where(part => !part.IsOutput).Select(part => part.Run);
            var added = await graph.AddRunsAsync([.. runs], cancellation);
            level = [.. added.SelectMany(run => run.Outputs).Distinct().Where(child => !graph.Has(child))];
        }

        return graph.Graph;
    }
}
