using Ledger.Rules.Findings;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>How far honest shipments may be from what was to be expected, either way. Unit: sigma.</summary>
/// <param name="Review">One honest shipment in so many is beyond it.</param>
/// <param name="Incident">One honest holder in so many has a shipment beyond it in a year.</param>
internal readonly record struct ShipmentLevels(double Review, double Incident)
{
    public static ShipmentLevels Of(RuleSettings settings)
    {
        var (review, incident) = (Quantile(settings.ShipmentAlarmPct, 1), Quantile(settings.YearlyAlarmPct, settings.YearlyShipments));
        return new(Math.Min(review, incident), incident);
    }

    // Where so many shipments share the chance of a false alarm.
    private static double Quantile(decimal alarmPct, int shipments) => -Normal.InvCDF(0, 1, (double)alarmPct / 100 / shipments / 2);
}
