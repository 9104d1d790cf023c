using Ledger.Domain.Values;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A sale of which one side never records its half: it was diverted, or the seller wants no trace of it.</summary>
internal sealed class MissingHalf(Scene scene, LocalDate earliest, SeededRandom random, bool isDiverted) : Fraud(scene, earliest, random)
{
    private const int MostLots = 8;
    private Delivery? _delivery;
    private decimal _kg;

    public override void OnDelivery(Delivery delivery)
    {
        if (!IsTime(delivery.Day) || delivery.IsPlanted || delivery.Lots.Count > MostLots) return;
        if (delivery.Lots.Any(lot => lot.Site is null || lot.HasSlip || lot.IsPlanted)) return;
        Do(delivery.Day);
        _delivery = delivery;
        (delivery.IsDiverted, delivery.IsSaleUnrecorded) = (isDiverted, !isDiverted);
        if (isDiverted) _kg = decimal.Round((decimal)delivery.Lots.Sum(lot => lot.Material.WetKg), 3);
    }

    protected override PlantedFraud? Tell(LocalDate day)
    {
        if (_delivery!.Records.Count == 0) return null;
        var record = _delivery.Records[0];
        var subject = isDiverted ? StreamName.Sale(new(_delivery.SaleId)) : StreamName.Delivery(record);
        return new(
            isDiverted ? "receipt-never-recorded" : "sale-never-recorded", day, _delivery.Seller.Id.Value, _kg,
            [subject.Value, .. _delivery.Lots.Select(Stream)], [record], ["R28"]);
    }
}
