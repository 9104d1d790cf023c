namespace Ledger.Rules.Findings;

/// <summary>A family of statistical tests that flag incidents. Each looks at other numbers of a holder, or at the same ones
/// otherwise.</summary>
public enum IncidentTest
{
    /// <summary>One shipment, on the day it comes in (R5, R24).</summary>
    Shipment,

    /// <summary>Receipts against all receipts before them (R5).</summary>
    ReceiptHistory,

    /// <summary>The gains of months, in dry mass and metal (R6, R8).</summary>
    Balance,

    /// <summary>The gains of months by weights alone, beside those of other plants (R6).</summary>
    Comparison,
}

/// <summary>
/// The false incidents that an honest holder's year may have, in one place: all tests of all families share one setting, each by
/// its part. What falls to a family it divides among its own tests and looks; the sum of chances is at most the budget, whatever
/// depends on what (Bonferroni). Rules that say what cannot be, such as one tag on two lots, are no tests: they have no chance to
/// divide, and the benchmark counts them in.
/// </summary>
public static class FalseAlarmBudget
{
    /// <summary>Of the budget; together 1. What sees what is laundered month after month has half.</summary>
    public static IReadOnlyDictionary<IncidentTest, double> Parts { get; } = new Dictionary<IncidentTest, double>
    {
        [IncidentTest.Shipment] = 0.25,
        [IncidentTest.ReceiptHistory] = 0.25,
        [IncidentTest.Balance] = 0.3,
        [IncidentTest.Comparison] = 0.2,
    };

    /// <summary>The chance that a family flags an incident of an honest holder in a year.</summary>
    public static double YearlyChance(IncidentTest family, RuleSettings settings) =>
        Parts[family] * (double)settings.IncidentAlarmPct / 100;
}
