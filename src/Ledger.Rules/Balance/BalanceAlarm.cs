using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>A sequence of months that add up to more than chance lets them.</summary>
/// <param name="Months">Those it adds up.</param>
internal sealed record BalanceAlarm(SequenceAlarm Sequence, IReadOnlyList<HolderMonth> Months)
{
    /// <summary>
    /// The newest month of the year at whose end a statistic stood beyond its threshold; null when there is none. All tests of all
    /// sequences of a holder together may do so for an innocent one with the chance of the budget.
    /// </summary>
    /// <param name="year">Months of it are judged.</param>
    public static BalanceAlarm? Of(TestedMonths tested, int year, BalanceThresholds thresholds)
    {
        var judged = tested.Months.TakeWhile(month => month.Month.Year < year).Count();
        return SequenceAlarm.Of(tested.Points, tested.Amounts, judged, thresholds) is { } alarm
            ? new(alarm, [.. tested.Months.Take(alarm.Last + 1).Skip(alarm.First)]) : null;
    }

    /// <summary>What they add up to.</summary>
    public Quantity Amount => Sequence.Amount;

    /// <summary>It as a finding of a rule.</summary>
    /// <param name="expectedKg">What the months should have come to.</param>
    /// <param name="observedKg">What they did.</param>
    /// <param name="innocent">The smallest innocent explanation; null for the source that would have to be wrong by least.</param>
    public FindingContent ToFinding(
        Rule<HolderBalanceFacts> rule, FindingTier tier, HolderBalanceFacts facts, BalanceSequence sequence, RuleSettings settings,
        double expectedKg, double observedKg, string? innocent = null)
    {
        List<Fact> evidence = [.. Months.SelectMany(month => month.Evidence)];
        var bias = Bias();
        return new(
            rule.Id, rule.Version, settings.At(evidence).Version, facts.Subject, sequence.Discriminator, tier,
            Finding.EvidenceOf(evidence), Rounding.Kg(expectedKg), Rounding.Kg(observedKg), Rounding.Kg(Sequence.ToleratedKg), Unit: "kg",
            InnocentExplanation: innocent ?? bias?.Source ?? ErrorSource.SingleReading, Parties: [facts.Holder],
            Finding.ProvisionalUntil(evidence, settings.At(evidence)), Statistics: new(
                Sequence.Test, Rounding.Sigmas(Sequence.Value), Rounding.Sigmas(Sequence.Threshold), Rounding.Kg(Amount.Sigma),
                Months[0].First.OnDayOfMonth(1), HolderBalance.EndOf(Months[^1].Month), Amount.StatedShares(), bias));
    }

    // Every kind of source taken as wrong by one amount in all its epochs: the one that needs the fewest of its own sigmas. Single readings
    // and what is usual are not wrong by one amount.
    private InnocentBias? Bias() => Amount.Loadings.Where(loading => loading.Key.IsInstrument)
        .GroupBy(loading => loading.Key.Kind)
        .Select(kind => (Kind: kind.Key, Loading: Math.Abs(kind.Sum(loading => loading.Value)), kind.First().Key.Sigma))
        .Where(kind => kind is { Loading: > 0, Sigma: > 0 })
        .OrderBy(kind => Math.Abs(Amount.Kg) / (kind.Loading * kind.Sigma)).ThenBy(kind => kind.Kind, StringComparer.Ordinal)
        .Select(kind => new InnocentBias(kind.Kind, Rounding.Percent(Math.Abs(Amount.Kg) / kind.Loading), Rounding.Percent(kind.Sigma)))
        .FirstOrDefault();
}
