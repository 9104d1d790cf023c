using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Rules.Provenance;

/// <summary>
/// Lots put together as an export lot. For provenance that is a run like any other, whose inputs are the lots consigned and whose one
/// output is the export lot; nobody gave it an id.
/// </summary>
public static class Consignment
{
    /// <summary>How what stands for such a run ends. No run can be called so: '#' stands in no id.</summary>
    public const string Mark = "#consigned";

    /// <summary>What stands for the run.</summary>
    public static RunId Of(LotId exportLot) => new(exportLot.Value + Mark);

    /// <summary>The export lot; null for a run that somebody recorded.</summary>
    public static LotId? LotOf(RunId run) =>
        run.Value.EndsWith(Mark, StringComparison.Ordinal) ? new LotId(run.Value[..^Mark.Length]) : null;

    /// <summary>A run's name in a graph: <c>run:{id}</c> or <c>consignment:{export lot}</c>.</summary>
    public static string NameOf(RunId run) => LotOf(run) is { } lot ? $"consignment:{lot}" : $"run:{run}";

    /// <summary>The lots an export lot was put together from, as its records name them.</summary>
    public static IReadOnlyList<LotReference> PartsOf(LotFacts exportLot) =>
        [.. exportLot.Of<ExportLotComposed>().SelectMany(each => each.Event.Lots).Select(item => item.Lot).Distinct()];

    /// <summary>What went into it: parts that are known, and the rest of the mass its records state.</summary>
    /// <param name="exportLot">The export lot; it was put together from something.</param>
    /// <param name="parts">Its parts as far as they are known.</param>
    public static CompositionGraph.RunNode NodeOf(LotFacts exportLot, IEnumerable<LotFacts> parts)
    {
        var run = Of(exportLot.Lot);
        return CompositionGraph.RunNode.Of(
            LotRun.Of(exportLot).First(given => given.Run == run && given.IsOutput).NetKg,
            [.. parts.SelectMany(LotRun.Of).Where(taken => taken.Run == run && !taken.IsOutput)
                .Select(taken => (taken.Lot, taken.NetKg, taken.MetalKg))]);
    }
}
