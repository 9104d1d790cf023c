using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>The buyer weighs nothing that comes in: it writes down masses near the seller's and calls them measured.</summary>
internal sealed class FabricatedWeights(FraudSeat seat) : FraudByDegrees(seat)
{
    public override void OnDelivery(Delivery delivery)
    {
        if (!IsOn(delivery.Day) || delivery.Buyer != Holder || !Random.Chance(Share)) return;
        foreach (var lot in delivery.Lots)
        {
            lot.IsReceiptInvented = true;
            Note(lot);
        }

        Note(delivery.Day, 0);
    }
}
