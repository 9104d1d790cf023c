using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R6: a closed run gave more dry mass than went in, beyond uncertainty. Mass cannot appear. Where moisture is not known on
/// every line the wet masses are compared, and since water is added in washing, that is for review only; so is what one mistyped
/// digit explains, and a run of which no input is recorded at all. A late sheet may bring the input: it waits for a day's close
/// and stays provisional.
/// </summary>
public static class RunGainedMass
{
    public static readonly Rule<RunFacts> Rule = new("R6", 3, RuleTiming.AtDayClose, (run, settings, _) => Evaluate(run, settings));

    public static IEnumerable<FindingContent> Evaluate(RunFacts run, RuleSettings settings)
    {
        if (!run.IsClosed) yield break;
        settings = settings.At(run.Sheets);
        var balance = RunBalance.Of(run, settings);
        var tolerance = balance.Tolerance(settings);
        var gain = balance.OutputKg - balance.InputKg;
        if (gain <= tolerance) yield break;

        var hasInput = run.Inputs.Any();
        var isOneSlip = hasInput && gain <= tolerance + balance.LargestSlipKg;
        yield return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Run(run.Run).Value, Discriminator: "",
            balance is { IsDry: true, IsMeasured: true } && hasInput && !isOneSlip ? FindingTier.Incident : FindingTier.Review,
            Finding.EvidenceOf(run.Sheets), balance.InputKg, balance.OutputKg,
            tolerance, "kg",
            InnocentExplanation: !balance.IsDry && hasInput ? "water-added" : isOneSlip ? "mass-mistyped" : "input-lot-not-recorded",
            run.Holders,
            Finding.ProvisionalUntil(run.Sheets, settings));
    }
}
