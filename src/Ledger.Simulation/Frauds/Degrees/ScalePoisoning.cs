using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>
/// What comes in is filled up before it is weighed, by a share that grows each month: slow enough to look like a scale that drifts.
/// </summary>
internal sealed class ScalePoisoning(FraudSeat seat) : FraudByDegrees(seat)
{
    public override void OnDelivery(Delivery delivery)
    {
        if (!IsOn(delivery.Day) || delivery.Buyer != Holder) return;
        var share = Share * (1 + MonthsAt(delivery.Day));
        foreach (var lot in delivery.Lots)
        {
            var own = lot.Material;
            lot.Material += Smuggle(delivery.Day, Material.Of(own.WetKg * share, own.MoisturePct, own.GradePct));
            Note(lot);
        }
    }
}
