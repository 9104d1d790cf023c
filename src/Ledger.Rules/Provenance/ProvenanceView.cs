using Ledger.Domain.Values;

namespace Ledger.Rules.Provenance;

/// <summary>Where a lot comes from: shares by site, and the graph they follow from. Shares and the unattributed one sum to 1.</summary>
/// <param name="MassKg">The lot's mass; null when nobody stated one.</param>
/// <param name="UnattributedShare">Of the mass: what no site accounts for.</param>
/// <param name="UnattributedMetalShare">Of the contained metal; null where a grade is missing on the way.</param>
/// <param name="Cycles">Lots that claim to come from themselves; their masses are unattributed.</param>
public sealed record ProvenanceView(
    LotId LotId, Mass? MassKg, IReadOnlyList<SiteShare> Sites, decimal UnattributedShare, decimal? UnattributedMetalShare,
    IReadOnlyList<IReadOnlyList<LotId>> Cycles, IReadOnlyList<ProvenanceNode> Nodes, IReadOnlyList<ProvenanceEdge> Edges)
{
    /// <summary>Traces the lot through the graph, which holds it and all that lies above it.</summary>
    public static ProvenanceView Of(LotId lot, Mass? mass, CompositionGraph graph)
    {
        var trace = ProvenanceTrace.Of(graph);
        var (sites, unattributed) = trace.MassOf(lot).Rounded();
        var metal = trace.MetalOf(lot)?.Rounded();
        var metalOf = metal?.Sites.ToDictionary(each => each.Site, each => each.Millionths);
        return new(
            lot, mass,
            [.. sites.Select(each => new SiteShare(
                each.Site, Share(each.Millionths),
                mass is { } known ? new Mass((long)Math.Round(known.Grams * Share(each.Millionths))) : null,
                metalOf is null ? null : Share(metalOf.GetValueOrDefault(each.Site))))],
            Share(unattributed), metal is { } shares ? Share(shares.UnattributedMillionths) : null, trace.Cycles,
            [.. ProvenanceNode.AllOf(graph)], [.. EdgesOf(graph)]);
    }

    private static IEnumerable<ProvenanceEdge> EdgesOf(CompositionGraph graph)
    {
        foreach (var (lot, node) in graph.Lots.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal))
            foreach (var (run, net) in node.Runs) yield return new(Consignment.NameOf(run), $"lot:{lot}", net);
        foreach (var (run, node) in graph.Runs.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal))
            foreach (var input in node.Inputs)
                yield return new(input.Lot is { } lot ? $"lot:{lot}" : "unknown", Consignment.NameOf(run), input.NetKg);
    }

    private static decimal Share(int millionths) => millionths / 1_000_000m;
}

/// <summary>One site's part of a lot.</summary>
/// <param name="Share">Of the mass, 0 to 1, 6 decimals.</param>
/// <param name="MetalShare">Of the contained metal; null where a grade is missing on the way.</param>
public sealed record SiteShare(SiteId SiteId, decimal Share, Mass? MassKg, decimal? MetalShare);

/// <summary>A lot or a run by its stream name, or a <c>consignment:</c> of an export lot; a lot that was bagged has its site.</summary>
/// <param name="Holders">Who had the lot in custody, in this order, or who ran the run; nobody for a consignment.</param>
public sealed record ProvenanceNode(string Id, Mass? MassKg, SiteId? SiteId, IReadOnlyList<PartyId> Holders)
{
    /// <summary>Lots, then runs, by their ids.</summary>
    internal static IEnumerable<ProvenanceNode> AllOf(CompositionGraph graph) =>
        graph.Lots.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal)
            .Select(pair => new ProvenanceNode($"lot:{pair.Key}", pair.Value.MassKg, pair.Value.SiteId, pair.Value.Holders))
            .Concat(graph.Runs.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal)
                .Select(pair => new ProvenanceNode(
                    Consignment.NameOf(pair.Key), null, null, pair.Value.Holder is { } holder ? [holder] : [])));
}

/// <summary>Mass that went from one to the other; <c>unknown</c> stands for lots that only a tag on no known lot names.</summary>
public sealed record ProvenanceEdge(string From, string To, Mass NetKg);
