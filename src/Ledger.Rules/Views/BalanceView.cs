using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>What a holder opened, made, kept and gained or lost, month by month, as the tests of R6, R7 and R8 see it.</summary>
/// <param name="Until">Months that ended by then are in it.</param>
/// <param name="Thresholds">Beyond which a gain is a finding; absent where there is nothing to test.</param>
/// <param name="LossThresholds">Beyond which an unusual loss is; absent where nothing tells yet what is usual.</param>
/// <param name="Months">By mineral, matter and month; also of the year before, which tells what is usual.</param>
public sealed record BalanceView(
    PartyId PartyId, int Year, LocalDate Until, BalanceLimits? Thresholds, BalanceLimits? LossThresholds,
    IReadOnlyList<BalanceMonth> Months)
{
    /// <summary>All that it had, as weighed, month by month of the year: closed bags, drums and heaps alike.</summary>
    public IReadOnlyList<StockMonth> Stock { get; init; } = [];

    /// <summary>The same for the whole year, as it is reconciled.</summary>
    public IReadOnlyList<ReconciliationView> Reconciliation => ReconciliationView.Of(Stock);

    public static BalanceView Of(HolderBalanceFacts facts, RuleSettings settings, LocalDate until)
    {
        var sequences = facts.Balanced(settings, until);
        var limits = BalanceLimits.Of(sequences.Count, settings.At(until));
        var lossLimits = BalanceLimits.Of(sequences.Count(sequence => sequence.Losses.Months.Count > 0), settings.At(until));
        return new(
            facts.Holder, facts.Year, until, limits, lossLimits,
            [.. sequences.SelectMany(sequence => sequence.Months.Zip(
                sequence.Gains.Points, (month, point) => BalanceMonth.Of(sequence, month, point, limits!, lossLimits)))]);
    }
}

/// <summary>Beyond which a statistic upward is a finding. Unit: sigma.</summary>
public sealed record BalanceLimits(decimal Protracted, decimal Abrupt, decimal Cumulative)
{
    internal static BalanceLimits? Of(int sequences, RuleSettings settings)
    {
        if (sequences == 0) return null;
        var thresholds = BalanceThresholds.Of(sequences, settings);
        return new(
            Rounding.Sigmas(thresholds.Protracted), Rounding.Sigmas(thresholds.Abrupt), Rounding.Sigmas(thresholds.Cumulative));
    }

    internal IReadOnlyList<string> BeyondAt(SequentialPoint point)
    {
        (string Test, double Value, decimal Limit)[] tests =
        [
            (SequenceAlarm.ProtractedTest, point.Gained[0], Protracted), (SequenceAlarm.AbruptTest, point.Gained[1], Abrupt),
            (SequenceAlarm.CumulativeTest, point.Cumulative, Cumulative),
        ];
        return [.. tests.Where(test => Rounding.Sigmas(test.Value) > test.Limit).Select(test => test.Test)];
    }
}

/// <summary>A month's closed runs of one mineral, and what its counts found. Opening and input and gain are output and closing.</summary>
/// <param name="Matter"><c>dry</c>: dry mass; else contained mass of that analyte.</param>
/// <param name="From">The month's first day; of the first month, where one count closes several.</param>
/// <param name="To">The month's last day.</param>
/// <param name="OpeningKg">Opened material on heaps at its beginning, where the holder counts any.</param>
/// <param name="InputKg">Lots that were opened.</param>
/// <param name="OutputKg">Lots that were made, and heaps that left.</param>
/// <param name="ClosingKg">Opened material on heaps at its end.</param>
/// <param name="GainKg">Output and closing less opening and input; negative where mass was lost.</param>
/// <param name="CountedKg">The gain as the tests take it: a run counts as far as others bear it out.</param>
/// <param name="SigmaKg">1 sigma of the gain.</param>
/// <param name="Residual">The counted gain less what the months before let expect, in sigma.</param>
/// <param name="Gained">Page's statistics upward, protracted and abrupt.</param>
/// <param name="Lost">The same downward.</param>
/// <param name="Cumulative">The sum of up to twelve months in its own sigma.</param>
/// <param name="CumulativeKg">That sum, of counted gains.</param>
/// <param name="CumulativeSigmaKg">1 sigma of it.</param>
/// <param name="Beyond">
/// The statistics beyond their thresholds: <c>page-0.25</c> (protracted), <c>page-1</c> (abrupt), <c>cumulative</c>.
/// </param>
/// <param name="Loss">What was lost beyond what is usual; absent where nothing tells yet what that is, and of metal.</param>
/// <param name="Sources">What share of the variance each kind of error source has, largest first.</param>
/// <param name="CountRecords">Custody events of the counts that found what is on heaps.</param>
public sealed record BalanceMonth(
    Mineral Mineral, string Matter, LocalDate From, LocalDate To, int RunCount, decimal OpeningKg, decimal InputKg, decimal OutputKg,
    decimal ClosingKg, decimal GainKg, decimal CountedKg, decimal SigmaKg, decimal Residual, IReadOnlyList<decimal> Gained,
    IReadOnlyList<decimal> Lost, decimal Cumulative, decimal CumulativeKg, decimal CumulativeSigmaKg, IReadOnlyList<string> Beyond,
    UnusualLoss? Loss, IReadOnlyList<VarianceShare> Sources, IReadOnlyList<RunId> RunIds, IReadOnlyList<CustodyEventId> CountRecords)
{
    internal static BalanceMonth Of(
        BalanceSequence sequence, HolderMonth month, SequentialPoint point, BalanceLimits limits, BalanceLimits? lossLimits) => new(
        sequence.Mineral, sequence.Matter, month.First.OnDayOfMonth(1), HolderBalance.EndOf(month.Month), month.Runs.Count,
        Rounding.Kg(month.Opening.Kg), Rounding.Kg(month.Input.Kg), Rounding.Kg(month.Output.Kg), Rounding.Kg(month.Closing.Kg),
        Rounding.Kg(month.Gain.Kg), Rounding.Kg(month.Counted.Kg), Rounding.Kg(month.Gain.Sigma),
        Rounding.Sigmas(point.Residual), [.. point.Gained.Select(Rounding.Sigmas)], [.. point.Lost.Select(Rounding.Sigmas)],
        Rounding.Sigmas(point.Cumulative), Rounding.Kg(point.Year.Kg), Rounding.Kg(point.Year.Sigma), limits.BeyondAt(point),
        UnusualLoss.Of(sequence.Losses, month, lossLimits), month.Gain.StatedShares(), [.. month.Runs.Select(run => run.Run)],
        [.. month.Counts.Select(count => count.Custody)]);
}

/// <summary>What a month lost beyond what the holder's earlier runs of the same operations did.</summary>
/// <param name="Kg">Negative where less was lost than usual.</param>
/// <param name="SigmaKg">1 sigma of it, with what is not known of the usual loss.</param>
/// <param name="Residual">It less what the months before let expect, in sigma.</param>
/// <param name="Adding">Page's statistics upward, protracted and abrupt.</param>
/// <param name="Cumulative">The sum of up to twelve months in its own sigma.</param>
/// <param name="Beyond">The statistics beyond their thresholds, by the codes of gains.</param>
public sealed record UnusualLoss(
    decimal Kg, decimal SigmaKg, decimal Residual, IReadOnlyList<decimal> Adding, decimal Cumulative, IReadOnlyList<string> Beyond)
{
    internal static UnusualLoss? Of(TestedMonths losses, HolderMonth month, BalanceLimits? limits)
    {
        var index = losses.Months.TakeWhile(each => each != month).Count();
        if (limits is null || index == losses.Months.Count) return null;
        var (amount, point) = (losses.Amounts[index], losses.Points[index]);
        return new(
            Rounding.Kg(amount.Kg), Rounding.Kg(amount.Sigma), Rounding.Sigmas(point.Residual), [.. point.Gained.Select(Rounding.Sigmas)],
            Rounding.Sigmas(point.Cumulative), limits.BeyondAt(point));
    }
}
