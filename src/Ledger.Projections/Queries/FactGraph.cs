using Ledger.Domain.LedgerEvents;
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
            Graph.Add(lot, CompositionGraph.LotNode.Of(view, parts));
            all.AddRange(parts);
        }

        return all;
    }

    /// <summary>Adds runs and consignments that are not there yet, with their inputs; returns the lots on both sides of them.</summary>
    public async Task<IReadOnlyList<(IReadOnlyList<LotId> Inputs, IReadOnlyList<LotId> Outputs)>> AddRunsAsync(
        IReadOnlyCollection<RunId> runs, CancellationToken cancellation)
    {
        var sides = new List<(IReadOnlyList<LotId>, IReadOnlyList<LotId>)>();
        List<RunId> missing = [.. runs.Distinct().Where(run => !Graph.Runs.ContainsKey(run))];
        foreach (var exportLot in missing.Select(Consignment.LotOf).OfType<LotId>())
            sides.Add((await AddConsignmentAsync(exportLot, cancellation), [exportLot]));
        missing.RemoveAll(run => Consignment.LotOf(run) is not null);
        foreach (var run in (await loader.RunsAsync(missing, horizon, cancellation)).Values)
        {
            if (RunView.Of(run) is not { } view) continue;
            await ResolveAsync([.. view.Inputs.Select(input => input.Lot)], run.Sheets, cancellation);
            Graph.Add(run.Run, CompositionGraph.RunNode.Of(view, _lotOf));
            sides.Add((
                [.. view.Inputs.Select(input => input.Lot).Where(_lotOf.ContainsKey).Select(reference => _lotOf[reference])],
                [.. view.Outputs.Select(output => output.Lot)]));
        }

        return sides;
    }

    private async Task<IReadOnlyList<LotId>> AddConsignmentAsync(LotId id, CancellationToken cancellation)
    {
        var exportLot = (await loader.LotsAsync([id], horizon, cancellation))[id];
        var references = Consignment.PartsOf(exportLot);
        if (references.Count == 0) return [];
        await ResolveAsync(references, [.. exportLot.Of<ExportLotComposed>().Select(each => each.Fact)], cancellation);
        List<LotId> parts = [.. references.Where(_lotOf.ContainsKey).Select(reference => _lotOf[reference]).Distinct()];
        Graph.Add(Consignment.Of(id), Consignment.NodeOf(exportLot, (await loader.LotsAsync(parts, horizon, cancellation)).Values));
        return parts;
    }

    private async Task ResolveAsync(
        IReadOnlyCollection<LotReference> named, IReadOnlyCollection<Fact> sheets, CancellationToken cancellation)
    {
        foreach (var (reference, lot) in await loader.ResolveAsync([.. named.Distinct()], sheets, horizon, cancellation))
            _lotOf[reference] = lot;
    }
}
