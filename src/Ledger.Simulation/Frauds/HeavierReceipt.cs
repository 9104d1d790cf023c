using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A tagged bag is opened on the way and filled up with ore from elsewhere.</summary>
internal sealed class HeavierReceipt(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    // What still fits a bag that was tied properly.
    private const double RoomUpToKg = 48;
    private Lot? _lot;
    private decimal _kg;

    public override void OnDelivery(Delivery delivery)
    {
        if (!IsTime(delivery.Day) || delivery.IsPlanted) return;
        _lot = delivery.Lots.FirstOrDefault(
            lot => lot.Site is not null && lot is { HasSlip: false, IsPlanted: false } && lot.Material.WetKg < RoomUpToKg);
        if (_lot is null) return;
        Do(delivery.Day);
        _lot.IsPlanted = true;
        var own = _lot.Material;
        var added = Scene.Books.Smuggle(Material.Of(own.WetKg * Random.Between(0.15, 0.25), own.MoisturePct, own.GradePct));
        _lot.Material += added;
        _kg = added.NetKg;
    }

    protected override PlantedFraud? Tell(LocalDate day) => !_lot!.Records("received").Any() ? null : new(
        "heavier-receipt", day, _lot.Site!.Value.Value, _kg, [Stream(_lot)],
        [.. _lot.Records("bagged"), .. _lot.Records("received")], ["R5"]);
}
