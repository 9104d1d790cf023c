using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A bag that was used up is written down in another run as well, to cover as much ore from elsewhere.</summary>
internal sealed class BagInTwoRuns(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private readonly Dictionary<House, List<Lot>> _usedUp = [];
    private RunPlan? _plan;
    private Lot? _lot;

    public override void OnRun(RunPlan plan)
    {
        if (IsTime(plan.Day) && !plan.IsPlanted
            && _usedUp.GetValueOrDefault(plan.House)?.Find(used => IsLongGone(used, plan)) is { } lot)
        {
            Do(plan.Day);
            (_plan, _lot, plan.IsPlanted, lot.IsPlanted) = (plan, lot, true, true);
            plan.ListedAgain = lot;
            plan.Unrecorded = Scene.Books.Smuggle(
                Material.Of(lot.KnownGrams / 1_000.0, Ore.MoisturePct(plan.Day.Month), lot.Ore.GradePct));
        }

        // Only whole bags bought: of a bag used in two parts another use is no surprise.
        if (!_usedUp.TryGetValue(plan.House, out var bags)) _usedUp[plan.House] = bags = [];
        bags.AddRange(plan.Inputs.SkipLast(1).Where(input => input.Site is not null && !input.Records("processed").Any()));
    }

    private static bool IsLongGone(Lot lot, RunPlan plan) =>
        lot.Ore == plan.Ore && lot.UsedOn < plan.Day && lot is { HasSlip: false, IsPlanted: false };

    protected override PlantedFraud? Tell(LocalDate day) => _lot!.Records("processed").Count() < 2 ? null : new(
        "bag-in-two-runs", day, _plan!.House.Id.Value, _plan.Unrecorded.NetKg,
        [Stream(_lot)], [.. _lot.Records("processed")], ["R16"]);
}
