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
        var sequences = facts.Balanced(settings, asOf);
        foreach (var sequence in sequences)
        {
            if (sequence.Matter == HolderBalance.DryMatter != (rule == DryMass)) continue;
            var thresholds = BalanceThresholds.Of(sequences.Count, settings.At(sequence.Months[^1].Evidence));
            if (BalanceAlarm.Of(sequence.Gains, facts.Year, thresholds) is not { } alarm) continue;
            var input = alarm.Months.Sum(month => month.Input.Kg);
            yield return alarm.ToFinding(
                rule, FindingTier.Incident, facts, sequence, settings, input, input + alarm.Months.Sum(month => month.Gain.Kg));
        }
    }

    /// <summary>The end of the first month that is not over and of which something is known.</summary>
    internal static LocalDate? DueOn(HolderBalanceFacts facts, RuleSettings settings, LocalDate asOf)
    {
        var open = facts.Facts.Concat(facts.Runs.SelectMany(run => run.Sheets)).Concat(facts.Heaps.Values.SelectMany(heap => heap.Facts))
            .Select(fact => HolderBalance.EndOf(FactKeys.MonthOf(fact))).Where(end => end > asOf && end.Year <= facts.Year).ToList();
        return open.Count > 0 ? open.Min() : null;
    }
}
