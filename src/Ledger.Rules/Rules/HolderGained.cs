using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R6 and R8 over months: a holder's closed runs gave more dry mass (R6) or more contained metal (R8) than went in, beyond what its
/// errors let happen once in two hundred innocent years. Each run may be within its own limits; together they are not. Months that
/// are over are judged.
/// </summary>
public static class HolderGained
{
    public static readonly Rule<HolderBalanceFacts> DryMass = new(
        "R6", RunGainedMass.Rule.Version, RuleTiming.AtDayClose,
        (facts, settings, asOf) => Evaluate(DryMass!, facts, settings, asOf), DueOn);

    public static readonly Rule<HolderBalanceFacts> Metal = new(
        "R8", 1, RuleTiming.AtDayClose, (facts, settings, asOf) => Evaluate(Metal!, facts, settings, asOf), DueOn);

    private static IEnumerable<FindingContent> Evaluate(
        Rule<HolderBalanceFacts> rule, HolderBalanceFacts facts, RuleSettings settings, LocalDate asOf)
    {
        var sequences = HolderBalance.Of(facts, settings, asOf);
        foreach (var sequence in sequences)
        {
            if (sequence.Matter == HolderBalance.DryMatter != (rule == DryMass)) continue;
            if (BalanceAlarm.Of(sequence, facts.Year, sequences.Count, SettingsOf(sequence, settings)) is { } alarm)
                yield return alarm.ToFinding(rule, settings, facts, $"{Code<Mineral>.Name(sequence.Mineral)}/{sequence.Matter}");
        }
    }

    private static RuleSettings SettingsOf(BalanceSequence sequence, RuleSettings settings) =>
        settings.At(sequence.Months[^1].Runs.SelectMany(run => run.Sheets));

    // The end of the first month that is not over and has a closed run.
    private static LocalDate? DueOn(HolderBalanceFacts facts, RuleSettings settings, LocalDate asOf)
    {
        var open = facts.Runs.Where(run => run.IsClosed).Select(run => HolderBalance.EndOf(HolderBalanceFacts.MonthOf(run)))
            .Where(end => end > asOf && end.Year <= facts.Year).ToList();
        return open.Count > 0 ? open.Min() : null;
    }
}
