using Ledger.Rules.Findings;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>How far honest shipments may be from what was to be expected, either way. Unit: sigma.</summary>
/// <param name="Review">One honest shipment in so many is beyond it.</param>
/// <param name="Incident">What the budget of false incidents leaves a shipment, of all a holder has in a year.</param>
internal readonly record struct ShipmentLevels(double Review, double Incident)
{
    public static ShipmentLevels Of(RuleSettings settings, IncidentTest family = IncidentTest.Shipment)
    {
        var review = Quantile((double)settings.ShipmentAlarmPct / 100);
        var incident = Quantile(FalseAlarmBudget.YearlyChance(family, settings) / settings.YearlyShipments);
        return new(Math.Min(review, incident), incident);
    }

    // Both sides.
    private static double Quantile(double chance) => -Normal.InvCDF(0, 1, chance / 2);
}
