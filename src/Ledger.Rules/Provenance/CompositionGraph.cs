using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Rules.Provenance;

/// <summary>
/// Where mineral came from: lots bagged at sites, and runs that turned lots into lots. Insensitive to the order of adding.
/// </summary>
public sealed class CompositionGraph
{
    private readonly Dictionary<LotId, LotNode> _lots = [];
    private readonly Dictionary<RunId, RunNode> _runs = [];

    /// <summary>What is known of a lot's own beginning.</summary>
    /// <param name="SiteId">Where it was bagged, if it was.</param>
    /// <param name="MassKg">Its mass at the beginning: what a bagging weighs against a run that also claims to have made it.</param>
    /// <param name="Runs">The runs it came out of, with the mass each gave; one is normal.</param>
    public sealed record LotNode(SiteId? SiteId, Mass? MassKg, IReadOnlyList<(RunId Run, Mass NetKg)> Runs)
    {
        /// <summary>Who had it in custody, in this order.</summary>
        public IReadOnlyList<PartyId> Holders { get; init; } = [];

        /// <param name="view">The lot.</param>
        /// <param name="parts">Its part in runs.</param>
        public static LotNode Of(LotView view, IEnumerable<LotRun> parts) =>
            new(view.SiteId, view.MassKg, [.. parts.Where(part => part.IsOutput).Select(part => (part.Run, part.NetKg))])
            {
                Holders = view.Holders,
            };
    }

    /// <summary>What went into a run.</summary>
    public sealed record RunNode(IReadOnlyList<RunShare> Inputs)
    {
        /// <summary>Who ran it; null for a consignment, whose export lot tells.</summary>
        public PartyId? Holder { get; init; }

        /// <summary>The lots that are known, and in one unknown share the rest of what the run's sheets add up to.</summary>
        public static RunNode Of(Mass total, IReadOnlyList<(LotId Lot, Mass Net, Mass? Metal)> known)
        {
            var shares = known.OrderBy(part => part.Lot.Value, StringComparer.Ordinal)
                .Select(part => new RunShare(part.Lot, part.Net, part.Metal?.Kg)).ToList();
            var rest = total - known.Aggregate(Mass.Zero, (sum, part) => sum + part.Net);
            if (rest > Mass.Zero) shares.Add(new(null, rest, null));
            return new(shares);
        }

        /// <summary>The same of a run's sheets.</summary>
        /// <param name="lotOf">The lots its inputs mean; one that is not known is absent.</param>
        public static RunNode Of(RunView run, IReadOnlyDictionary<LotReference, LotId> lotOf) => Of(
            run.InputKg,
            [.. run.Inputs.Where(input => lotOf.ContainsKey(input.Lot)).GroupBy(input => lotOf[input.Lot]).Select(group =>
            {
                var metals = group.Select(input => ContainedMetal.Of(input.NetKg, input.MoisturePct, input.Analytes)).ToList();
                return (group.Key, Sum(group.Select(input => input.NetKg)),
                    metals.Contains(null) ? (Mass?)null : Sum(metals.OfType<Mass>()));
            })]) with { Holder = run.Holder };

        private static Mass Sum(IEnumerable<Mass> masses) => masses.Aggregate(Mass.Zero, (sum, mass) => sum + mass);
    }

    /// <summary>One line of a run's inputs.</summary>
    /// <param name="Lot">Null when the sheet names only a tag that was on no known lot.</param>
    /// <param name="MetalKg">Contained metal, where grade and moisture were stated.</param>
    public readonly record struct RunShare(LotId? Lot, Mass NetKg, decimal? MetalKg);

    public IReadOnlyDictionary<LotId, LotNode> Lots => _lots;

    public IReadOnlyDictionary<RunId, RunNode> Runs => _runs;

    /// <summary>A lot and all that lies above it, as far as the book has it.</summary>
    public static CompositionGraph Above(LotId lot, FactBook book) => AboveAll([lot], book);

    /// <summary>Lots and all that lies above them, as far as the book has it.</summary>
    public static CompositionGraph AboveAll(IEnumerable<LotId> lots, FactBook book)
    {
        var graph = new CompositionGraph();
        var open = new Queue<LotId>(lots);
        while (open.TryDequeue(out var next))
        {
            var facts = book.Lot(next);
            if (graph._lots.ContainsKey(next) || LotView.Of(facts) is not { } view) continue;
            var given = LotRun.Of(facts).Where(part => part.IsOutput).ToList();
            graph.Add(next, LotNode.Of(view, given));
            foreach (var run in given.Select(part => part.Run).Where(run => !graph._runs.ContainsKey(run)))
                foreach (var parent in graph.AddRun(run, book)) open.Enqueue(parent);
        }

        return graph;
    }

    public void Add(LotId lot, LotNode node) => _lots[lot] = node;

    public void Add(RunId run, RunNode node) => _runs[run] = node;

    private IReadOnlyCollection<LotId> AddRun(RunId id, FactBook book)
    {
        if (Consignment.LotOf(id) is { } exportLot)
        {
            var (facts, composed) = (book.Lot(exportLot), book.Lot(exportLot).Of<ExportLotComposed>().Select(each => each.Fact));
            List<LotId> parts = [.. book.Resolve(Consignment.PartsOf(facts), [.. composed]).Values.Distinct()];
            Add(id, Consignment.NodeOf(facts, parts.Select(book.Lot)));
            return parts;
        }

        var run = book.Run(id);
        if (RunView.Of(run) is not { } view) return [];
        var lotOf = book.Resolve(
            [.. view.Inputs.Select(input => input.Lot).Distinct()], run.Sheets);
        Add(run.Run, RunNode.Of(view, lotOf));
        return lotOf.Values;
    }
}
