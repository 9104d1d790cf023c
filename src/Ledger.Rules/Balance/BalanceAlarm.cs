using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>A sequence of months that add up to more than chance lets them.</summary>
/// <param name="Test">The statistic that went furthest beyond its threshold.</param>
/// <param name="Months">Those it adds up.</param>
/// <param name="Amount">What they add up to.</param>
/// <param name="ToleratedKg">About the amount of these months at which it would not have gone beyond.</param>
internal sealed record BalanceAlarm(
    string Test, double Value, double Threshold, IReadOnlyList<HolderMonth> Months, Quantity Amount, double ToleratedKg)
{
    public const string ProtractedTest = "page-0.25";
    public const string AbruptTest = "page-1";
    public const string CumulativeTest = "cumulative";

    // Losses nobody weighs make honest months fall short, and a month that falls less short look like a gain: it must be one.
    private const double LeastSigma = 2;

    /// <summary>
    /// The newest month of the year at whose end a statistic stood beyond its threshold; null when there is none. All tests of all
    /// sequences of a holder together may do so for an innocent one with the chance of the budget.
    /// </summary>
    /// <param name="year">Months of it are judged.</param>
    public static BalanceAlarm? Of(TestedMonths tested, int year, BalanceThresholds thresholds)
    {
        for (var last = tested.Months.Count - 1; last >= 0 && tested.Months[last].Month.Year == year; last--)
        {
            if (tested.Points[last].Residual <= 0) continue; // what an earlier month left behind was said of that month
            BalanceAlarm[] tests =
            [
                Page(ProtractedTest, 0, thresholds.Protracted, tested, last), Page(AbruptTest, 1, thresholds.Abrupt, tested, last),
                Cumulated(tested, last, thresholds.Cumulative),
            ];
            var furthest = tests.MaxBy(alarm => alarm.Value / alarm.Threshold)!;
            if (furthest.Value > furthest.Threshold && furthest.Amount.Kg > LeastSigma * furthest.Amount.Sigma) return furthest;
        }

        return null;
    }

    private static BalanceAlarm Page(string test, int which, double threshold, TestedMonths tested, int last)
    {
        var (allowance, value) = (SequentialTest.Allowances[which], tested.Points[last].Gained[which]);
        var first = last;
        while (first > 0 && tested.Points[first - 1].Gained[which] > 0) first--;
        var drained = allowance * (last - first + 1);
        var amount = Quantity.Sum(tested.Amounts.Take(last + 1).Skip(first));
        return new(
            test, value, threshold, [.. tested.Months.Take(last + 1).Skip(first)], amount,
            amount.Kg * (threshold + drained) / (value + drained));
    }

    private static BalanceAlarm Cumulated(TestedMonths tested, int last, double threshold)
    {
        var amount = Quantity.Sum(tested.Amounts.Take(last + 1).TakeLast(SequentialTest.CumulativePeriods));
        return new(
            CumulativeTest, tested.Points[last].Cumulative, threshold,
            [.. tested.Months.Take(last + 1).TakeLast(SequentialTest.CumulativePeriods)], amount, threshold * amount.Sigma);
    }

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
            Finding.EvidenceOf(evidence), Rounding.Kg(expectedKg), Rounding.Kg(observedKg), Rounding.Kg(ToleratedKg), Unit: "kg",
            InnocentExplanation: innocent ?? bias?.Source ?? ErrorSource.SingleReading, Parties: [facts.Holder],
            Finding.ProvisionalUntil(evidence, settings.At(evidence)), Statistics: new(
                Test, Rounding.Sigmas(Value), Rounding.Sigmas(Threshold), Rounding.Kg(Amount.Sigma), Months[0].First.OnDayOfMonth(1),
                HolderBalance.EndOf(Months[^1].Month), Amount.StatedShares(), bias));
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
