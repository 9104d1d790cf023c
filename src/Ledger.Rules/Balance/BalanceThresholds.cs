using Ledger.Rules.Findings;

namespace Ledger.Rules.Balance;

/// <summary>How high the statistics of a holder's sequences may go. Unit: sigma.</summary>
/// <param name="Protracted">Of Page's with the small allowance.</param>
/// <param name="Abrupt">Of Page's with the large one.</param>
/// <param name="Cumulative">Of the sum of twelve months.</param>
public sealed record BalanceThresholds(double Protracted, double Abrupt, double Cumulative)
{
    // A year is judged with the one before it.
    private const int Periods = 24;
    private const int Tests = 3;

    /// <summary>All tests of all sequences together alarm for an innocent holder with the chance of the budget.</summary>
    public static BalanceThresholds Of(int sequences, RuleSettings settings, IncidentTest family = IncidentTest.Balance)
    {
        var alpha = FalseAlarmBudget.YearlyChance(family, settings) * (Periods / 12.0) / (sequences * Tests);
        return new(
            PageThreshold.Of(Periods, alpha, SequentialTest.Allowances[0]), PageThreshold.Of(Periods, alpha, SequentialTest.Allowances[1]),
            PageThreshold.Shewhart(Periods, alpha));
    }
}
