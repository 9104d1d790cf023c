using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R7 over months: a holder's closed runs and heaps lost more dry mass than its own earlier runs did, beyond what errors and their
/// scatter let happen once in two hundred innocent years. What leaves by the back door, a little each month, is such a loss; so is a
/// sheet nobody posted.
/// </summary>
public static class HolderLost
{
    public static readonly Rule<HolderBalanceFacts> Rule = new(
        RunLostMass.Rule.Id, 1, RuleTiming.AtDayClose, Evaluate, HolderGained.DueOn);

    private static IEnumerable<FindingContent> Evaluate(HolderBalanceFacts facts, RuleSettings settings, LocalDate asOf)
    {
        List<BalanceSequence> sequences = [.. facts.Balanced(settings, asOf).Where(sequence => sequence.Losses.Months.Count > 0)];
        foreach (var sequence in sequences)
        {
            var thresholds = BalanceThresholds.Of(sequences.Count, settings.At(sequence.Months[^1].Evidence));
            if (BalanceAlarm.Of(sequence.Losses, facts.Year, thresholds) is not { } alarm) continue;
            yield return alarm.ToFinding(
                Rule, FindingTier.Review, facts, sequence, settings,
                alarm.Months.Sum(month => month.Input.Kg + month.Counted.Kg + UsualLosses.WeighedKg(month)) + alarm.Amount.Kg,
                alarm.Months.Sum(month => month.Input.Kg + month.Gain.Kg + UsualLosses.WeighedKg(month)),
                innocent: "output-or-loss-not-recorded");
        }
    }
}
