using Ledger.Domain.Values;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A lorry load that a trader sent never comes, and nobody says so.</summary>
internal sealed class LostOnTheWay(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Delivery? _delivery;
    private decimal _kg;

    public override void OnDelivery(Delivery delivery)
    {
        if (!IsTime(delivery.Day) || delivery.IsPlanted || delivery.MovementId is null) return;
        if (delivery.Lots.Any(lot => lot.HasSlip || lot.IsPlanted)) return;
        Do(delivery.Day);
        (_delivery, delivery.IsDiverted) = (delivery, true);
        _kg = decimal.Round((decimal)delivery.Lots.Sum(lot => lot.Material.WetKg), 3);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "lost-on-the-way", day, _delivery!.Seller.Id.Value, _kg,
        [StreamName.Movement(new(_delivery.MovementId!)).Value, StreamName.Sale(new(_delivery.SaleId)).Value],
        [.. _delivery.Records], ["R23", "R28"]);
}
