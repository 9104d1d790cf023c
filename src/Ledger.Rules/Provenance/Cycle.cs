using Ledger.Domain.Values;

namespace Ledger.Rules.Provenance;

/// <summary>Runs whose products went, by any number of steps, into themselves.</summary>
public static class Cycle
{
    /// <summary>The runs of the cycle a run is part of, sorted; none where it is in no cycle.</summary>
    /// <param name="graph">At least all that lies above the run.</param>
    public static IReadOnlyList<RunId> With(RunId run, CompositionGraph graph) =>
        All(graph).FirstOrDefault(cycle => cycle.Contains(run)) ?? [];

    /// <summary>Those that lie in any cycle, of runs given with the runs that their inputs came out of.</summary>
    public static IReadOnlySet<RunId> Members(ILookup<RunId, RunId> above)
    {
        var components = StronglyConnected.Of(above.Select(run => run.Key), run => above[run].Where(above.Contains));
        return components.Where(component => component.Count > 1 || above[component[0]].Contains(component[0]))
            .SelectMany(component => component).ToHashSet();
    }

    /// <summary>All cycles of a graph, each with its runs sorted.</summary>
    public static IReadOnlyList<IReadOnlyList<RunId>> All(CompositionGraph graph)
    {
        var components = StronglyConnected.Of(
            graph.Runs.Keys, each => graph.Runs[each].Inputs.Select(input => input.Lot).OfType<LotId>().Distinct()
                .Where(graph.Lots.ContainsKey).SelectMany(lot => graph.Lots[lot].Runs).Select(given => given.Run)
                .Where(graph.Runs.ContainsKey));
        return [.. components.Where(component => component.Count > 1 || FeedsItself(component[0], graph))
            .Select(component => component.Where(each => Consignment.LotOf(each) is null)
                .OrderBy(each => each.Value, StringComparer.Ordinal).ToList())];
    }

    private static bool FeedsItself(RunId run, CompositionGraph graph) => graph.Runs[run].Inputs.Any(input =>
        input.Lot is { } lot && graph.Lots.TryGetValue(lot, out var node) && node.Runs.Any(given => given.Run == run));
}
