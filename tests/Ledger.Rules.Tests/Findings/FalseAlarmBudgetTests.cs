using Ledger.Rules.Balance;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Findings;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Tests.Findings;

/// <summary>All incident-tier tests of a holder's year draw on one budget.</summary>
public sealed class FalseAlarmBudgetTests
{
    [Fact]
    public void The_parts_are_of_every_family_and_make_one_whole()
    {
        Assert.Equal(Enum.GetValues<IncidentTest>(), FalseAlarmBudget.Parts.Keys.Order());
        Assert.Equal(1, FalseAlarmBudget.Parts.Values.Sum(), 12);
    }

    // Each threshold turned back into the chance it leaves an honest holder, added up over a year.
    [Fact]
    public void What_the_thresholds_leave_to_chance_in_a_year_is_the_budget()
    {
        var settings = RuleSettings.Default;
        var shipments = settings.YearlyShipments * (Beyond(IncidentTest.Shipment) + Beyond(IncidentTest.ReceiptHistory));
        // Two years at a time, three tests a sequence: two sequences of the balance, and one of the comparison.
        var months = (2 / 2.0 * Alarms(BalanceThresholds.Of(sequences: 2, settings)))
            + (1 / 2.0 * Alarms(BalanceThresholds.Of(sequences: 1, settings, IncidentTest.Comparison)));
        Assert.Equal((double)settings.IncidentAlarmPct / 100, shipments + months, 0.00002);

        static double Alarms(BalanceThresholds balance) =>
            PageThreshold.AlarmProbability(24, balance.Protracted, SequentialTest.Allowances[0])
            + PageThreshold.AlarmProbability(24, balance.Abrupt, SequentialTest.Allowances[1])
            + (1 - Math.Pow(Normal.CDF(0, 1, balance.Cumulative), 24));

        double Beyond(IncidentTest family) => 2 * Normal.CDF(0, 1, -ShipmentLevels.Of(settings, family).Incident);
    }

    // Published quantiles of the normal distribution: 4.21 at 0.0025 % on both sides.
    [Fact]
    public void A_hundred_shipments_with_a_quarter_of_one_percent_leave_4_21_sigma() =>
        Assert.Equal(4.2149, ShipmentLevels.Of(RuleSettings.Default).Incident, 0.0005);
}
