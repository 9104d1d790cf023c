using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>
/// What mine and buyer agreed to write down is not in the bags: the buyer invents its receipts and makes up for the rest with ore
/// from elsewhere when it runs them. Bags that go to another buyer are made up before he weighs them.
/// </summary>
internal abstract class HollowPapers(FraudSeat seat) : FraudByDegrees(seat)
{
    private readonly HashSet<House> _sellers = [];

    /// <summary>Mines whose bags went to the holder last time.</summary>
    protected bool IsSupplier(Mine mine) => _sellers.Contains(mine.Holder);

    public override void OnDelivery(Delivery delivery)
    {
        if (delivery.Lots.All(lot => lot.Site is null)) return;
        if (delivery.Buyer != Holder)
        {
            _sellers.Remove(delivery.Seller);
            foreach (var lot in delivery.Lots) MakeUp(lot, delivery.Day);
            return;
        }

        _sellers.Add(delivery.Seller);
        foreach (var lot in delivery.Lots.Where(lot => lot.HollowMg > 0)) lot.IsReceiptInvented = true;
    }

    public override void OnRun(RunPlan plan)
    {
        foreach (var lot in plan.Inputs) MakeUp(lot, plan.Day);
    }

    private void MakeUp(Lot lot, LocalDate day)
    {
        if (lot.HollowMg == 0) return;
        lot.Material += Smuggle(day, Material.Of(lot.HollowMg / 1e6, Ore.MoisturePct(day.Month), lot.Ore.GradePct));
        lot.HollowMg = 0;
        Note(lot);
    }
}

/// <summary>Every bag is written down heavier than it is.</summary>
internal sealed class Collusion(FraudSeat seat) : HollowPapers(seat)
{
    public override void OnBagging(Bagging bagging)
    {
        if (IsOn(bagging.Day) && IsSupplier(bagging.Mine)) bagging.HollowMg = (long)(bagging.Lot.Material.WetMg * Share);
    }
}

/// <summary>Tags and papers of bags that are not there: so many in a hundred of those the buyer takes in.</summary>
internal sealed class GhostBags(FraudSeat seat) : HollowPapers(seat)
{
    private double _ordered;
    private bool _isTying;

    public override void OnDelivery(Delivery delivery)
    {
        base.OnDelivery(delivery);
        if (delivery.Buyer == Holder && IsOn(delivery.Day)) _ordered += delivery.Lots.Count(lot => lot.Site is not null) * Share;
    }

    public override void OnDay(LocalDate day)
    {
        if (_ordered < 1 || day.DayOfWeek == IsoDayOfWeek.Sunday) return;
        var mines = Scene.Mines.Where(mine => IsSupplier(mine) && !(day < mine.ClosedUntil)).ToList();
        if (mines.Count == 0) return;
        _isTying = true;
        Random.Pick(mines).TieAtEase(day, (int)_ordered);
        (_isTying, _ordered) = (false, _ordered - (int)_ordered);
    }

    public override void OnBagging(Bagging bagging)
    {
        if (_isTying) (bagging.IsEmpty, bagging.HollowMg) = (true, bagging.Lot.Material.WetMg);
    }
}
