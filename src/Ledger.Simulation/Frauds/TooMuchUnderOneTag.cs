using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>Two bags' worth goes under one tag: the second half was brought to the site.</summary>
internal sealed class TooMuchUnderOneTag(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Lot? _lot;
    private decimal _kg;

    public override void OnBagging(Bagging bagging)
    {
        if (!IsTime(bagging.Day) || bagging.Lot.IsPlanted) return;
        Do(bagging.Day);
        _lot = bagging.Lot;
        _lot.IsPlanted = true;
        var own = _lot.Material;
        bagging.Added = Scene.Books.Smuggle(Material.Of(Random.Between(48, 60), own.MoisturePct, own.GradePct));
        _kg = bagging.Added.NetKg;
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "too-much-under-one-tag", day, _lot!.Site!.Value.Value, _kg, [Stream(_lot)], [.. _lot.Records("bagged")], ["R4"]);
}
