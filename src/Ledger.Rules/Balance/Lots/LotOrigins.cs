using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Balance.Lots;

/// <summary>Something of which a part is in the lots that are asked about.</summary>
/// <param name="Share">How much of it is, 0 to 1.</param>
internal sealed record PartIn<T>(T Of, decimal Share);

/// <summary>A run or consignment above a lot.</summary>
/// <param name="Share">How much of all it gave is in the lot.</param>
/// <param name="GainGrams">Of that share: what it gave less what it took.</param>
internal sealed record RunPart(RunId Run, decimal Share, decimal GainGrams);

/// <summary>
/// Where a lot's mass comes from, to the gram: followed upward, from each lot to what it began as, and from each run to what it took, in
/// proportion to the part of it that went on. A run's outputs carry their share of what went in by their mass, tailings too. What stands
/// in a cycle, or was named by a tag on no lot, is unattributed.
/// </summary>
/// <param name="Grams">Of the lots; beginnings at sites, gains and what is unattributed add up to it.</param>
internal sealed record LotOrigins(
    long Grams, IReadOnlyList<PartIn<LotBeginning>> Tagged, IReadOnlyList<PartIn<LotGain>> Gains, IReadOnlyList<RunPart> Runs,
    decimal UnattributedGrams)
{
    /// <param name="asked">How much of each lot is asked about. What went from one into another is not in its own.</param>
    /// <param name="graph">They and all that lies above them.</param>
    /// <param name="passageOf">What became of each lot; null of one that is not known.</param>
    /// <param name="runs">The runs' sheets.</param>
    public static LotOrigins Of(
        IReadOnlyDictionary<LotId, long> asked, CompositionGraph graph, Func<LotId, LotPassage?> passageOf,
        IReadOnlyDictionary<RunId, RunFacts> runs)
    {
        var walk = new Walk(graph, passageOf, runs);
        walk.Begin(asked);
        return new(asked.Values.Sum(), walk.Tagged, walk.Gains, walk.Runs, walk.Unattributed);
    }

    private sealed class Walk(CompositionGraph graph, Func<LotId, LotPassage?> passageOf, IReadOnlyDictionary<RunId, RunFacts> runs)
    {
        private readonly Dictionary<Node, decimal> _grams = [];
        private readonly Dictionary<Node, int> _componentOf = [];

        public List<PartIn<LotBeginning>> Tagged { get; } = [];

        public List<PartIn<LotGain>> Gains { get; } = [];

        public List<RunPart> Runs { get; } = [];

        public decimal Unattributed { get; private set; }

        public void Begin(IReadOnlyDictionary<LotId, long> lots)
        {
            var components = StronglyConnected.Of(
                graph.Lots.Keys.Select(each => new Node(each, null)).Concat(graph.Runs.Keys.Select(run => new Node(null, run))), Parents);
            foreach (var (index, component) in components.Index())
                foreach (var node in component) _componentOf[node] = index;
            foreach (var (lot, grams) in lots) _grams[new(lot, null)] = grams;
            // What lies below comes last: so each node knows all that is asked of it.
            foreach (var node in components.AsEnumerable().Reverse().SelectMany(component => component))
            {
                if (!_grams.TryGetValue(node, out var asked) || asked == 0) continue;
                if (node.Lot is { } id) OfLot(node, id, asked);
                else OfRun(node, node.Run!.Value, asked);
            }
        }

        private void OfLot(Node node, LotId lot, decimal asked)
        {
            if (passageOf(lot) is not { } passage || passage.Grams <= 0)
            {
                Unattributed += asked;
                return;
            }

            var share = asked / passage.Grams;
            foreach (var beginning in passage.Beginnings)
            {
                if (beginning.Site is not null) Tagged.Add(new(beginning, share));
                else Ask(node, beginning.Run is { } run ? new Node(null, run) : null, share * beginning.Grams);
            }

            Gains.AddRange(passage.Gains.Select(gain => new PartIn<LotGain>(gain, share)));
        }

        private void OfRun(Node node, RunId run, decimal asked)
        {
            var (inputs, given) = (graph.Runs[run].Inputs, GivenBy(run));
            if (given == 0 || inputs.Count == 0)
            {
                Unattributed += asked;
                return;
            }

            var share = asked / given;
            Runs.Add(new(run, share, asked - (share * inputs.Sum(input => input.NetKg.Grams))));
            foreach (var input in inputs)
                Ask(node, input.Lot is { } lot ? new Node(lot, null) : null, share * input.NetKg.Grams);
        }

        private long GivenBy(RunId run) => Consignment.LotOf(run) is { } exportLot
            ? passageOf(exportLot)?.Beginnings.Where(each => each.Run == run).Sum(each => each.Grams) ?? 0
            : runs.GetValueOrDefault(run)?.Outputs.Sum(output => output.NetKg.Grams) ?? 0;

        private void Ask(Node below, Node? above, decimal grams)
        {
            if (above is { } node && _componentOf.TryGetValue(node, out var component) && component != _componentOf[below])
                _grams[node] = _grams.GetValueOrDefault(node) + grams;
            else Unattributed += grams;
        }

        private IEnumerable<Node> Parents(Node node)
        {
            var parents = node.Lot is { } lot
                ? graph.Lots[lot].Runs.Select(given => new Node(null, given.Run)).Where(parent => graph.Runs.ContainsKey(parent.Run!.Value))
                : graph.Runs[node.Run!.Value].Inputs.Where(input => input.Lot is { } id && graph.Lots.ContainsKey(id))
                    .Select(input => new Node(input.Lot, null));
            return parents.Distinct();
        }
    }

    /// <summary>A lot or a run.</summary>
    private readonly record struct Node(LotId? Lot, RunId? Run);
}
