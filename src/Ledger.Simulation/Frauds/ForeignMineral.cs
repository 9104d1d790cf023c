using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>Dearer ore from elsewhere is bagged at a site that has none of it.</summary>
internal sealed class ForeignMineral(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Lot? _lot;
    private decimal _kg;

    public override Ore? OreAt(Mine mine, LocalDate day) =>
        IsTime(day) && mine.Card.Mineral != Mineral.Coltan ? Ore.Coltan : null;

    public override void OnBagging(Bagging bagging)
    {
        if (!IsTime(bagging.Day) || bagging.Lot.Ore != Ore.Coltan || bagging.Mine.Card.Mineral == Mineral.Coltan) return;
        Do(bagging.Day);
        (_lot, _kg) = (bagging.Lot, bagging.Lot.Material.NetKg);
        (bagging.IsFromElsewhere, _lot.IsPlanted) = (true, true);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "foreign-mineral", day, _lot!.Site!.Value.Value, _kg, [Stream(_lot)], [.. _lot.Records("bagged")], ["R11"]);
}
