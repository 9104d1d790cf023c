using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>
/// Untagged ore goes into runs beside what stands on their sheets, a share of the inputs each time; the product covers it.
/// </summary>
/// <param name="at">The share is split evenly over these.</param>
/// <param name="everyMonths">Only in every so many months.</param>
internal sealed class Laundering(FraudSeat seat, IReadOnlyList<House> at, int everyMonths = 1) : FraudByDegrees(seat)
{
    private RunPlan? _plan;

    protected override IReadOnlyList<PartyId> Holders => [.. at.Select(house => house.Id)];

    public override void OnRun(RunPlan plan)
    {
        if (!IsOn(plan.Day) || !at.Contains(plan.House) || MonthsAt(plan.Day) % everyMonths != 0) return;
        _plan = plan;
        var own = plan.Inputs.Aggregate(default(Material), (sum, lot) => sum + lot.Material);
        plan.Unrecorded += Smuggle(plan.Day, Material.Of(own.WetKg * Share / at.Count, own.MoisturePct, own.GradePct));
    }

    public override void OnRunStarted(RunPlan plan, Run run)
    {
        if (plan == _plan) Note(run);
    }
}
