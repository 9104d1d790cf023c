using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;

namespace Ledger.Projections.Queries;

/// <summary>A composition graph that is put together from facts, level by level.</summary>
internal sealed class FactGraph(SubjectLoader loader, Horizon horizon)
{
    private readonly Dictionary<LotReference, LotId> _lotOf = [];

    public CompositionGraph Graph { get; } = new();

    public int LotCount => Graph.Lots.Count;

    public bool Has(LotId lot) => Graph.Lots.ContainsKey(lot);

    /// <summary>Adds lots as far as they are known; returns their part in runs.</summary>
    public async Task<IReadOnlyList<LotRun>> AddLotsAsync(IReadOnlyCollection<LotId> lots, CancellationToken cancellation)
    {
        var all = new List<LotRun>();
        foreach (var (lot, facts) in await loader.LotsAsync(lots, horizon, cancellation))
        {
            if (LotView.Of(facts) is not { } view) continue;
            var parts = LotRun.Of(facts);
            Graph.Add(lot, new(view.SiteId, view.MassKg, [.. parts.Where(part => part.IsOutput).Select(part => (part.Run, part.NetKg))]));
            all.AddRange(parts);
        }

        return all;
    }

    /// <summary>Adds runs that are not there yet, with their inputs; returns what is known of them.</summary>
    public async Task<IReadOnlyList<RunView>> AddRunsAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellation)
    {
        var views = new List<RunView>();
        List<RunId> missing = [.. runs.Distinct().Where(run => !Graph.Runs.ContainsKey(run))];
        foreach (var run in (await loader.RunsAsync(missing, horizon, cancellation)).Values)
        {
            if (RunView.Of(run) is not { } view) continue;
            await ResolveAsync(view, [.. run.Parts.Select(part => part.Fact)], cancellation);
            Graph.Add(run.Run, CompositionGraph.RunNode.Of(view, _lotOf));
            views.Add(view);
        }

        return views;
    }

    /// <summary>The lots that went into a run that was added.</summary>
    public IEnumerable<LotId> InputsOf(RunView view) =>
        view.Inputs.Select(input => input.Lot).Where(_lotOf.ContainsKey).Select(reference => _lotOf[reference]).Distinct();

    private async Task ResolveAsync(RunView view, IReadOnlyList<Fact> sheets, CancellationToken cancellation)
    {
        List<LotReference> named = [.. view.Inputs.Select(input => input.Lot).Distinct()];
        foreach (var (reference, lot) in await loader.ResolveAsync(named, sheets, horizon, cancellation))
            _lotOf[reference] = lot;
    }
}
