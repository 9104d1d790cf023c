using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>An agent ties a site's tags where the ore really comes from, a long way off; the phone knows where it was.</summary>
internal sealed class TaggedFarAway(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Lot? _lot;
    private decimal _kg;

    public override void OnBagging(Bagging bagging)
    {
        if (!IsTime(bagging.Day) || bagging.Mine.Phone is null || !bagging.IsPlain || bagging.Lot.IsPlanted) return;
        Do(bagging.Day);
        (_lot, _kg) = (bagging.Lot, bagging.Lot.Material.NetKg);
        (bagging.NorthDegrees, bagging.IsFromElsewhere, _lot.IsPlanted) = ((decimal)Math.Round(Random.Between(0.05, 0.2), 3), true, true);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "tagged-far-away", day, _lot!.Site!.Value.Value, _kg, [Stream(_lot)], [.. _lot.Records("bagged")], ["R29"]);
}
