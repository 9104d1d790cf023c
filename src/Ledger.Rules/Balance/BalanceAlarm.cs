using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>A sequence of months in which more came out than chance lets come out.</summary>
/// <param name="Test">The statistic that went furthest beyond its threshold.</param>
/// <param name="Months">Those it adds up.</param>
/// <param name="ToleratedGain">About the gain of these months at which it would not have gone beyond. Unit: kg.</param>
internal sealed record BalanceAlarm(string Test, double Value, double Threshold, IReadOnlyList<HolderMonth> Months, double ToleratedGain)
{
    public const string ProtractedTest = "page-0.25";
    public const string AbruptTest = "page-1";
    public const string CumulativeTest = "cumulative";

    // Losses nobody weighs make honest months fall short, and a month that falls less short look like a gain: it must be one.
    private const double LeastSigma = 2;

    private Quantity Gain { get; } = Quantity.Sum(Months.Select(month => month.Counted));

    /// <summary>
    /// The newest month of the year at whose end a statistic stood beyond its threshold; null when there is none. All tests of all
    /// sequences of a holder together may do so for an innocent one with the chance of the budget.
    /// </summary>
    /// <param name="year">Months of it are judged.</param>
    /// <param name="sequences">How many sequences of the holder are tested.</param>
    public static BalanceAlarm? Of(BalanceSequence sequence, int year, int sequences, RuleSettings settings)
    {
        var thresholds = BalanceThresholds.Of(sequences, settings);
        for (var last = sequence.Months.Count - 1; last >= 0 && sequence.Months[last].Month.Year == year; last--)
        {
            if (sequence.Points[last].Residual <= 0) continue; // what an earlier month left behind was said of that month
            BalanceAlarm[] tests =
            [
                Page(ProtractedTest, 0, thresholds.Protracted, sequence, last), Page(AbruptTest, 1, thresholds.Abrupt, sequence, last),
                Cumulated(sequence, last, thresholds.Cumulative),
            ];
            var furthest = tests.MaxBy(alarm => alarm.Value / alarm.Threshold)!;
            if (furthest.Value > furthest.Threshold && furthest.Gain.Kg > LeastSigma * furthest.Gain.Sigma) return furthest;
        }

        return null;
    }

    private static BalanceAlarm Page(string test, int which, double threshold, BalanceSequence sequence, int last)
    {
        var (allowance, value) = (SequentialTest.Allowances[which], sequence.Points[last].Gained[which]);
        var first = last;
        while (first > 0 && sequence.Points[first - 1].Gained[which] > 0) first--;
        IReadOnlyList<HolderMonth> months = [.. sequence.Months.Take(last + 1).Skip(first)];
        var drained = allowance * months.Count;
        return new(test, value, threshold, months, months.Sum(month => month.Counted.Kg) * (threshold + drained) / (value + drained));
    }

    private static BalanceAlarm Cumulated(BalanceSequence sequence, int last, double threshold)
    {
        IReadOnlyList<HolderMonth> months = [.. sequence.Months.Take(last + 1).TakeLast(SequentialTest.CumulativePeriods)];
        return new(CumulativeTest, sequence.Points[last].Cumulative, threshold, months,
            threshold * Quantity.Sum(months.Select(month => month.Counted)).Sigma);
    }

    /// <summary>It as a finding of a rule.</summary>
    public FindingContent ToFinding<T>(Rule<T> rule, RuleSettings settings, HolderBalanceFacts facts, string discriminator)
    {
        List<Fact> evidence = [.. Months.SelectMany(month => month.Runs).SelectMany(run => run.Sheets)];
        var bias = Bias();
        return new(
            rule.Id, rule.Version, settings.At(evidence).Version, facts.Subject, discriminator, FindingTier.Incident,
            Finding.EvidenceOf(evidence), Rounding.Kg(Months.Sum(month => month.Input.Kg)),
            Rounding.Kg(Months.Sum(month => month.Output.Kg)),
            Rounding.Kg(ToleratedGain), Unit: "kg", InnocentExplanation: bias?.Source ?? "single-readings", Parties: [facts.Holder],
            Finding.ProvisionalUntil(evidence, settings.At(evidence)), Statistics: new(
                Test, Rounding.Sigmas(Value), Rounding.Sigmas(Threshold), Rounding.Kg(Gain.Sigma), Months[0].Month.OnDayOfMonth(1),
                HolderBalance.EndOf(Months[^1].Month), Gain.StatedShares(), bias));
    }

    // Every kind of source taken as wrong by one amount in all its epochs: the one that needs the fewest of its own sigmas.
    private InnocentBias? Bias() => Gain.Loadings.GroupBy(loading => loading.Key.Kind)
        .Select(kind => (Kind: kind.Key, Loading: Math.Abs(kind.Sum(loading => loading.Value)), kind.First().Key.Sigma))
        .Where(kind => kind is { Loading: > 0, Sigma: > 0 })
        .OrderBy(kind => Math.Abs(Gain.Kg) / (kind.Loading * kind.Sigma)).ThenBy(kind => kind.Kind, StringComparer.Ordinal)
        .Select(kind => new InnocentBias(kind.Kind, Rounding.Percent(Math.Abs(Gain.Kg) / kind.Loading), Rounding.Percent(kind.Sigma)))
        .FirstOrDefault();
}
