using Ledger.Domain.Values;

namespace Ledger.Rules.Provenance;

/// <summary>
/// Shares of origin for every lot and run of a graph. Shares follow mass through runs: an input's share is its mass over the
/// sum of input masses; output mass changes nothing. Edges inside a strongly connected component are left out, whatever came
/// first, and their mass is unattributed.
/// </summary>
public sealed class ProvenanceTrace
{
    private readonly CompositionGraph _graph;
    private readonly Dictionary<Node, int> _componentOf = [];
    private readonly Dictionary<Node, Composition?> _mass = [];
    private readonly Dictionary<Node, Composition?> _metal = [];

    private ProvenanceTrace(CompositionGraph graph) => _graph = graph;

    /// <summary>The lots of each cycle, sorted: material that claims to come from itself.</summary>
    public IReadOnlyList<IReadOnlyList<LotId>> Cycles { get; private set; } = [];

    public static ProvenanceTrace Of(CompositionGraph graph)
    {
        var trace = new ProvenanceTrace(graph);
        var components = StronglyConnected.Of(trace.Nodes(), trace.Parents);
        foreach (var (index, component) in components.Index())
            foreach (var node in component) trace._componentOf[node] = index;
        // Components come with parents first, so every composition finds its parts ready.
        foreach (var node in components.SelectMany(component => component))
        {
            trace._mass[node] = trace.MassOf(node);
            trace._metal[node] = trace.MetalOf(node);
        }

        trace.Cycles = [.. components.Where(component => component.Count > 1)
            .Select(component => component.Where(node => node.Lot is not null).Select(node => node.Lot!.Value)
                .OrderBy(lot => lot.Value, StringComparer.Ordinal).ToList())
            .OrderBy(lots => lots[0].Value, StringComparer.Ordinal)];
        return trace;
    }

    /// <summary>Shares of the lot's mass; unknown for a lot that is not in the graph.</summary>
    public Composition MassOf(LotId lot) => _mass.GetValueOrDefault(new Node(lot, null)) ?? Composition.Unknown;

    /// <summary>Shares of the lot's contained metal; null when a grade is missing somewhere on the way.</summary>
    public Composition? MetalOf(LotId lot) => _metal.GetValueOrDefault(new Node(lot, null));

    private IEnumerable<Node> Nodes() =>
        _graph.Lots.Keys.Select(lot => new Node(lot, null)).Concat(_graph.Runs.Keys.Select(run => new Node(null, run)));

    private IEnumerable<Node> Parents(Node node)
    {
        if (node.Lot is { } lot)
            return _graph.Lots[lot].Runs.Select(run => new Node(null, run.Run)).Where(parent => _graph.Runs.ContainsKey(parent.Run!.Value));
        return _graph.Runs[node.Run!.Value].Inputs.Where(input => input.Lot is { } id && _graph.Lots.ContainsKey(id))
            .Select(input => new Node(input.Lot, null));
    }

    private Composition MassOf(Node node) => node.Lot is { } lot
        ? Composition.Mix(Beginnings(_graph.Lots[lot], node, _mass))
        : Composition.Mix(InputsOf(node).Select(input => (input.NetKg.Kg, Part(input.Lot, node, _mass))));

    private Composition? MetalOf(Node node)
    {
        if (node.Lot is { } lot)
        {
            var known = _graph.Lots[lot];
            return known.Runs.Any(run => IsMetalMissing(new Node(null, run.Run), node)) ? null
                : Composition.Mix(Beginnings(known, node, _metal));
        }

        var inputs = InputsOf(node).ToList();
        return inputs.Exists(input => input.MetalKg is null || (input.Lot is { } id && IsMetalMissing(new Node(id, null), node)))
            ? null : Composition.Mix(inputs.Select(input => (input.MetalKg!.Value, Part(input.Lot, node, _metal))));
    }

    // A sum of decimals is the same in any order only when it is always taken in the same.
    private IEnumerable<CompositionGraph.RunShare> InputsOf(Node run) => _graph.Runs[run.Run!.Value].Inputs
        .OrderBy(input => input.Lot?.Value, StringComparer.Ordinal).ThenBy(input => input.NetKg).ThenBy(input => input.MetalKg);

    // One beginning is normal and needs no mass. Several contradict each other: they share by mass, and without a mass nothing is known.
    private List<(decimal, Composition?)> Beginnings(CompositionGraph.LotNode lot, Node node, Dictionary<Node, Composition?> compositions)
    {
        List<(decimal Kg, Composition? Part)> beginnings = [.. lot.Runs
            .OrderBy(given => given.Run.Value, StringComparer.Ordinal).ThenBy(given => given.NetKg)
            .Select(given => (given.NetKg.Kg, Ready(new Node(null, given.Run), node, compositions)))];
        if (lot.SiteId is not { } site) return beginnings.Count == 1 ? [(1, beginnings[0].Part)] : beginnings;
        if (beginnings.Count == 0) return [(1, Composition.Of(site))];
        return lot.MassKg is { } mass ? [(mass.Kg, Composition.Of(site)), .. beginnings] : [];
    }

    private Composition? Part(LotId? lot, Node of, Dictionary<Node, Composition?> compositions) =>
        lot is { } id ? Ready(new Node(id, null), of, compositions) : null;

    private Composition? Ready(Node parent, Node of, Dictionary<Node, Composition?> compositions) =>
        IsBefore(parent, of) ? compositions.GetValueOrDefault(parent) : null;

    // Known, and not one of a cycle with it.
    private bool IsBefore(Node parent, Node of) => _componentOf.TryGetValue(parent, out var component) && component != _componentOf[of];

    private bool IsMetalMissing(Node parent, Node of) => IsBefore(parent, of) && _metal[parent] is null;

    /// <summary>A lot or a run.</summary>
    private readonly record struct Node(LotId? Lot, RunId? Run);
}
