using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A bag goes from one trader's store into another's run without a word in anybody's records.</summary>
internal sealed class UseByNonHolder(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Lot? _lot;
    private RunPlan? _plan;

    public override void OnRun(RunPlan plan)
    {
        if (!IsTime(plan.Day) || plan.IsPlanted || plan.Inputs.TrueForAll(lot => lot.Site is null)) return;
        var (from, bag) = Scene.Houses.Where(house => house != plan.House)
            .Select(house => (house, house.StockAtDawn(plan.Day).FirstOrDefault(lot => IsTakeable(lot, plan))))
                .FirstOrDefault(pair => pair.Item2 is not null);
        if (bag is null) return;
        Do(plan.Day);
        from.Release(bag);
        plan.Inputs.Insert(0, bag);
        (_lot, _plan, bag.IsPlanted) = (bag, plan, true);
    }

    protected override PlantedFraud? Tell(LocalDate day) => !_lot!.Records("processed").Any() ? null : new(
        "use-by-non-holder", day, _plan!.House.Id.Value, StrengthKg: 0, [Stream(_lot)],
        [.. _lot.Records("received"), .. _lot.Records("processed")], ["R16"]);

    private static bool IsTakeable(Lot lot, RunPlan plan) =>
        lot.Site is not null && lot.Ore == plan.Ore && lot is { HasSlip: false, IsPlanted: false }
        && lot.Records("received").Count() == 1 && !lot.Records("processed").Any();
}
