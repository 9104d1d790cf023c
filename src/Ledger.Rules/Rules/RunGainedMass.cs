using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R6: a closed run gave more dry mass than went in, beyond uncertainty. Mass cannot appear. Where moisture is not known on
/// every line the wet masses are compared, and since water is added in washing, that is for review only; so is what one mistyped
/// digit explains, and a run of which no input is recorded at all. A late sheet may bring the input: it waits for a day's close,
/// and is for review as long as it is provisional.
/// </summary>
public static class RunGainedMass
{
    public static readonly Rule<RunFacts> Rule = new("R6", 4, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(RunFacts run, RuleSettings settings, LocalDate asOf)
    {
        if (!run.IsClosed) yield break;
        settings = settings.At(run.Sheets);
        var balance = RunBalance.Of(run, settings);
        var tolerance = balance.Tolerance(settings);
        var gain = balance.OutputKg - balance.InputKg;
        if (gain <= tolerance) yield break;

        var (hasInput, provisional) = (run.Inputs.Any(), Finding.ProvisionalUntil(run.Sheets, settings));
        var isOneSlip = hasInput && gain <= tolerance + balance.LargestSlipKg;
        yield return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Run(run.Run).Value, Discriminator: "",
            balance is { IsDry: true, IsMeasured: true } && hasInput && !isOneSlip && asOf >= provisional
                ? FindingTier.Incident : FindingTier.Review,
            Finding.EvidenceOf(run.Sheets), balance.InputKg, balance.OutputKg,
            tolerance, "kg",
            InnocentExplanation: !balance.IsDry && hasInput ? "water-added" : isOneSlip ? "mass-mistyped" : "input-lot-not-recorded",
            run.Holders, provisional);
    }

    // It may be an incident from then on.
    private static LocalDate? DueOn(RunFacts run, RuleSettings settings, LocalDate asOf) =>
        run.IsClosed && Finding.ProvisionalUntil(run.Sheets, settings.At(run.Sheets)) is var until && until > asOf
            && Evaluate(run, settings, until).Any(finding => finding.Tier == FindingTier.Incident) ? until : null;
}
