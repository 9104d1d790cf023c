using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>A share of every run's product leaves by the back door before it is weighed.</summary>
internal sealed class Diversion(FraudSeat seat) : FraudByDegrees(seat)
{
    private RunPlan? _plan;

    public override void OnRun(RunPlan plan)
    {
        if (!IsOn(plan.Day) || plan.House != Holder) return;
        (_plan, plan.StolenShare) = (plan, Share);
        Note(plan.Day, plan.Inputs.Sum(lot => lot.Material.WetKg) * Share);
    }

    public override void OnRunStarted(RunPlan plan, Run run)
    {
        if (plan == _plan) Note(run);
    }
}
