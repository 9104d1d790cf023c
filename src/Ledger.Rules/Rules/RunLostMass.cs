using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R7: a closed run lost more than its operation normally does, and nobody weighed the loss. The facility's own history is the
/// statistical balance's business; here stands the operation's norm. A late sheet may bring the output.
/// </summary>
public static class RunLostMass
{
    public static readonly Rule<RunFacts> Rule = new("R7", 2, RuleTiming.AtDayClose, (run, settings, _) => Evaluate(run, settings));

    public static IEnumerable<FindingContent> Evaluate(RunFacts run, RuleSettings settings)
    {
        if (!run.IsClosed) yield break;
        settings = settings.At(run.Sheets);
        var balance = RunBalance.Of(run, settings);
        // A run of several operations may lose what the most wasteful of them loses.
        var norm = run.Parts.Max(part => settings.LossNormPct(part.Part.Operation, balance.IsDry));
        var tolerance = decimal.Round(balance.InputKg * norm / 100m, 3) + balance.Tolerance(settings);
        var explained = balance.OutputKg + balance.MeasuredLossKg;
        if (balance.InputKg - explained <= tolerance) yield break;

        yield return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Run(run.Run).Value, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(run.Sheets), balance.InputKg, decimal.Round(explained, 3),
            tolerance, "kg", InnocentExplanation: "output-or-loss-not-recorded",
            run.Holders,
            Finding.ProvisionalUntil(run.Sheets, settings));
    }
}
