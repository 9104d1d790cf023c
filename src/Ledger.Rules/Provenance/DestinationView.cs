using Ledger.Domain.Values;

namespace Ledger.Rules.Provenance;

/// <summary>Where a lot went: every lot its mass is in, as far as it is recorded.</summary>
/// <param name="Destinations">Sorted by id; the lot itself is not among them.</param>
/// <param name="Nodes">Lots and runs on the way.</param>
/// <param name="Edges">Mass that went from one to the other.</param>
public sealed record DestinationView(
    LotId LotId, IReadOnlyList<Destination> Destinations, IReadOnlyList<ProvenanceNode> Nodes, IReadOnlyList<ProvenanceEdge> Edges);

/// <summary>A lot that holds mass of the one asked about.</summary>
/// <param name="Share">Of this lot's own mass, 0 to 1, 6 decimals: what came from the one asked about.</param>
/// <param name="IsEnd">No run took from it: it is still held, or left the ledger as it is.</param>
public sealed record Destination(LotId LotId, Mass? MassKg, decimal Share, bool IsEnd);

/// <summary>Traces one lot's share downstream. The same arithmetic as upstream, with the lot itself as one origin.</summary>
public static class DestinationTrace
{
    // Not a site's name: it cannot pass as one on any wire.
    private static readonly SiteId Asked = new("*");

    /// <param name="graph">The lot, all that lies below it, and all inputs of the runs among those.</param>
    public static DestinationView Of(LotId lot, CompositionGraph graph, IReadOnlySet<LotId> consumed, IReadOnlyList<ProvenanceEdge> edges)
    {
        var marked = new CompositionGraph();
        foreach (var (id, node) in graph.Lots) marked.Add(id, id == lot ? new(Asked, node.MassKg, []) : node);
        foreach (var (id, node) in graph.Runs) marked.Add(id, node);
        var trace = ProvenanceTrace.Of(marked);
        return new(lot,
            [.. graph.Lots.Where(pair => pair.Key != lot).OrderBy(pair => pair.Key.Value, StringComparer.Ordinal)
                .Select(pair => new Destination(
                    pair.Key, pair.Value.MassKg, decimal.Round(trace.MassOf(pair.Key).Shares.GetValueOrDefault(Asked), 6),
                    !consumed.Contains(pair.Key)))
                .Where(destination => destination.Share > 0)],
            [.. ProvenanceNode.AllOf(graph)], edges);
    }
}
