using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R8: a closed run gave more of an analyte than went in, where every line states its grade. Metal cannot appear either, and it
/// does so where poor ore is written down and rich ore comes out. One run is for review; what months add up to is <see
/// cref="HolderGained"/>'s.
/// </summary>
public static class RunGainedMetal
{
    public static readonly Rule<RunFacts> Rule = new("R8", 1, RuleTiming.AtDayClose, (run, settings, _) => Evaluate(run, settings));

    public static IEnumerable<FindingContent> Evaluate(RunFacts run, RuleSettings settings)
    {
        if (!run.IsClosed) yield break;
        var evidence = run.Sheets;
        settings = settings.At(evidence);
        foreach (var analyte in RunSides.AnalytesOf(run))
        {
            var sides = RunSides.Contained(run, analyte, settings);
            var tolerance = (double)settings.Coverage * sides.Gain.Sigma;
            if (sides.Gain.Kg <= tolerance) continue;
            yield return new(
                Rule.Id, Rule.Version, settings.Version, StreamName.Run(run.Run).Value, Discriminator: analyte, FindingTier.Review,
                Finding.EvidenceOf(evidence), Rounding.Kg(sides.Input.Kg), Rounding.Kg(sides.Output.Kg),
                Rounding.Kg(tolerance), Unit: "kg", InnocentExplanation: "grade-or-mass-mistyped",
                run.Holders, Finding.ProvisionalUntil(evidence, settings));
        }
    }
}
