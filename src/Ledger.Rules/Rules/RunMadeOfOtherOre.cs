using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R8 over all analytes of a closed run at once: what came out is of another composition than what its lines say went in, or out.
/// Each analyte, and the mass, may be within its own limits; ore that was exchanged for other ore has the right mass and the wrong
/// proportions. Where one line explains it far better than the others, the finding is about that lot. One run is for review: a
/// mistyped grade does as much.
/// </summary>
public static class RunMadeOfOtherOre
{
    /// <summary>Of the finding where no lot stands out.</summary>
    public const string Composition = "composition";

    public static readonly Rule<RunFacts> Rule =
        new("R8", RunGainedMetal.Rule.Version, RuleTiming.AtDayClose, (run, settings, _) => Evaluate(run, settings));

    public static IEnumerable<FindingContent> Evaluate(RunFacts run, RuleSettings settings)
    {
        if (!run.IsClosed) yield break;
        var evidence = run.Sheets;
        settings = settings.At(evidence);
        if (CompositionTest.Of(run, settings) is not { } test || test.Unlikely <= (double)settings.Coverage) yield break;
        yield return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Run(run.Run).Value,
            Discriminator: test.Named is { Lot.LotId: { } lot } ? StreamName.Lot(lot).Value : Composition, FindingTier.Review,
            Finding.EvidenceOf(evidence), Expected: 0, Rounding.Sigmas(test.Unlikely), settings.Coverage, Unit: "sigma",
            InnocentExplanation: "grade-or-mass-mistyped", run.Holders, Finding.ProvisionalUntil(evidence, settings));
    }
}
