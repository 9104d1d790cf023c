using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>Untagged ore goes into a run beside what stands on its sheets.</summary>
internal sealed class RunOutOfNothing(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private RunPlan? _plan;
    private Run? _run;

    public override void OnRun(RunPlan plan)
    {
        if (!IsTime(plan.Day) || plan.IsPlanted || !plan.House.MeasuresMoisture) return;
        Do(plan.Day);
        (_plan, plan.IsPlanted) = (plan, true);
        var share = Random.Between(0.12, 0.2);
        var own = plan.Inputs.Aggregate(default(Material), (sum, lot) => sum + lot.Material);
        plan.Unrecorded = Scene.Books.Smuggle(Material.Of(own.WetKg * share, own.MoisturePct, own.GradePct));
    }

    public override void OnRunStarted(RunPlan plan, Run run)
    {
        if (plan == _plan) _run = run;
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "run-out-of-nothing", day, _plan!.House.Id.Value, _plan.Unrecorded.NetKg,
        [$"run:{_run!.Id}"], [.. _run.Records], ["R6"]);
}
