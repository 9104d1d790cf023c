using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A part of a run's product leaves by the back door before it is weighed.</summary>
internal sealed class VanishedInARun(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private RunPlan? _plan;
    private Run? _run;
    private decimal _kg;

    public override void OnRun(RunPlan plan)
    {
        // Where water carries ore away anyway, nobody would wonder.
        if (!IsTime(plan.Day) || plan.IsPlanted || plan.Operation.Code is RunOperation.Washing or RunOperation.Gravity) return;
        Do(plan.Day);
        (_plan, plan.IsPlanted, plan.StolenShare) = (plan, true, Random.Between(0.2, 0.3));
        var own = plan.Inputs.Aggregate(default(Material), (sum, lot) => sum + lot.Material);
        _kg = decimal.Round((decimal)(own.WetKg * plan.StolenShare), 3);
    }

    public override void OnRunStarted(RunPlan plan, Run run)
    {
        if (plan == _plan) _run = run;
    }

    protected override PlantedFraud? Tell(LocalDate day) => !_run!.IsClosed ? null : new(
        "vanished-in-a-run", day, _plan!.House.Id.Value, _kg, [$"run:{_run.Id}"], [.. _run.Records], ["R7"]);
}
