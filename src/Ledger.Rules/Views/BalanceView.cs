using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>What a holder's runs gained or lost, month by month, as the tests of R6 and R8 see it.</summary>
/// <param name="Until">Months that ended by then are in it.</param>
/// <param name="Thresholds">Beyond which a gain is a finding; absent where there is nothing to test.</param>
/// <param name="Months">By mineral, matter and month; also of the year before, which tells what is usual.</param>
public sealed record BalanceView(
    PartyId PartyId, int Year, LocalDate Until, BalanceLimits? Thresholds, IReadOnlyList<BalanceMonth> Months)
{
    public static BalanceView Of(HolderBalanceFacts facts, RuleSettings settings, LocalDate until)
    {
        var sequences = HolderBalance.Of(facts, settings, until);
        var limits = sequences.Count > 0 ? BalanceLimits.Of(BalanceThresholds.Of(sequences.Count, settings.At(until))) : null;
        return new(
            facts.Holder, facts.Year, until, limits,
            [.. sequences.SelectMany(sequence =>
                sequence.Months.Zip(sequence.Points, (month, point) => BalanceMonth.Of(sequence, month, point, limits!)))]);
    }
}

/// <summary>Beyond which a statistic upward is a finding. Unit: sigma.</summary>
public sealed record BalanceLimits(decimal Protracted, decimal Abrupt, decimal Cumulative)
{
    internal static BalanceLimits Of(BalanceThresholds thresholds) => new(
        Rounding.Sigmas(thresholds.Protracted), Rounding.Sigmas(thresholds.Abrupt), Rounding.Sigmas(thresholds.Cumulative));

    internal IReadOnlyList<string> BeyondAt(SequentialPoint point)
    {
        (string Test, double Value, decimal Limit)[] tests =
        [
            (BalanceAlarm.ProtractedTest, point.Gained[0], Protracted), (BalanceAlarm.AbruptTest, point.Gained[1], Abrupt),
            (BalanceAlarm.CumulativeTest, point.Cumulative, Cumulative),
        ];
        return [.. tests.Where(test => Rounding.Sigmas(test.Value) > test.Limit).Select(test => test.Test)];
    }
}

/// <summary>A month's closed runs of one mineral.</summary>
/// <param name="Matter"><c>dry</c>: dry mass; else contained mass of that analyte.</param>
/// <param name="From">The month's first day.</param>
/// <param name="GainKg">Output less input; negative where mass was lost.</param>
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
/// <param name="Sources">What share of the variance each kind of error source has, largest first.</param>
public sealed record BalanceMonth(
    Mineral Mineral, string Matter, LocalDate From, int RunCount, decimal InputKg, decimal OutputKg, decimal GainKg, decimal CountedKg,
    decimal SigmaKg, decimal Residual, IReadOnlyList<decimal> Gained, IReadOnlyList<decimal> Lost, decimal Cumulative,
    decimal CumulativeKg, decimal CumulativeSigmaKg, IReadOnlyList<string> Beyond, IReadOnlyList<VarianceShare> Sources,
    IReadOnlyList<RunId> RunIds)
{
    internal static BalanceMonth Of(BalanceSequence sequence, HolderMonth month, SequentialPoint point, BalanceLimits limits) => new(
        sequence.Mineral, sequence.Matter, month.Month.OnDayOfMonth(1), month.Runs.Count, Rounding.Kg(month.Input.Kg),
        Rounding.Kg(month.Output.Kg), Rounding.Kg(month.Gain.Kg), Rounding.Kg(month.Counted.Kg), Rounding.Kg(month.Gain.Sigma),
        Rounding.Sigmas(point.Residual), [.. point.Gained.Select(Rounding.Sigmas)], [.. point.Lost.Select(Rounding.Sigmas)],
        Rounding.Sigmas(point.Cumulative), Rounding.Kg(point.Year.Kg), Rounding.Kg(point.Year.Sigma), limits.BeyondAt(point),
        month.Gain.StatedShares(), [.. month.Runs.Select(run => run.Run)]);
}
