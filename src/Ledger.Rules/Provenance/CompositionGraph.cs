using Ledger.Domain.Values;

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
    public sealed record LotNode(SiteId? SiteId, Mass? MassKg, IReadOnlyList<(RunId Run, Mass NetKg)> Runs);

    /// <summary>What went into a run.</summary>
    public sealed record RunNode(IReadOnlyList<RunShare> Inputs);

    /// <summary>One line of a run's inputs.</summary>
    /// <param name="Lot">Null when the sheet names only a tag that was on no known lot.</param>
    /// <param name="MetalKg">Contained metal, where grade and moisture were stated.</param>
    public readonly record struct RunShare(LotId? Lot, Mass NetKg, decimal? MetalKg);

    public IReadOnlyDictionary<LotId, LotNode> Lots => _lots;

    public IReadOnlyDictionary<RunId, RunNode> Runs => _runs;

    public void Add(LotId lot, LotNode node) => _lots[lot] = node;

    public void Add(RunId run, RunNode node) => _runs[run] = node;
}
