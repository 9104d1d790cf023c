using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>Tagged bags of one shipment are opened on the way and filled up with ore from elsewhere.</summary>
/// <param name="oneBagIn">Every so many bags, one only.</param>
internal sealed class BagInflation(FraudSeat seat, int oneBagIn) : FraudByDegrees(seat)
{
    private const int FewestBags = 5;

    public override void OnDelivery(Delivery delivery)
    {
        if (Done is not null || !IsOn(delivery.Day) || delivery.Seller != Holder || delivery.Lots.Count < FewestBags) return;
        foreach (var lot in delivery.Lots.Where((_, index) => index % oneBagIn == 0))
        {
            var own = lot.Material;
            lot.Material += Smuggle(delivery.Day, Material.Of(own.WetKg * Share, own.MoisturePct, own.GradePct));
            Note(lot);
        }
    }
}
