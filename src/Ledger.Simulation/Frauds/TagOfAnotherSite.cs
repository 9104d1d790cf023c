using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A tag that another site's agent sold is tied on a bag that was brought to the site.</summary>
internal sealed class TagOfAnotherSite(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Lot? _lot;
    private decimal _kg;

    public override void OnBagging(Bagging bagging)
    {
        if (!IsTime(bagging.Day) || bagging.Lot.IsPlanted || !bagging.IsPlain) return;
        Do(bagging.Day);
        var seller = Random.Pick(Scene.Mines.Where(mine => mine != bagging.Mine && mine.Tags.MayOrder).ToList());
        (_lot, _kg) = (bagging.Lot, bagging.Lot.Material.NetKg);
        (bagging.Tag, bagging.IsFromElsewhere, _lot.IsPlanted) = (seller.Tags.Take(bagging.Day), true, true);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "tag-of-another-site", day, _lot!.Site!.Value.Value, _kg, [$"tag:{_lot.Tag}", Stream(_lot)],
        [.. _lot.Records("bagged"), .. _lot.Records("tagged")], ["R2"]);
}
