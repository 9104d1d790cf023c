using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>
/// After it was weighed and analysed, a share of the product is taken out and as much of poorer ore put in: a trader's before it is
/// sold, an exporter's before it leaves.
/// </summary>
internal sealed class Substitution(FraudSeat seat) : FraudByDegrees(seat)
{
    // Of the grade that was there.
    private const double GradeShare = 0.4;

    public override void OnDelivery(Delivery delivery)
    {
        if (!IsOn(delivery.Day) || delivery.Seller != Holder) return;
        foreach (var lot in delivery.Lots) Exchange(lot, delivery.Day);
    }

    public override void OnCertificate(CertificatePlan plan)
    {
        if (IsOn(plan.Day) && plan.Lot.Id.Creator == Holder.Id) Exchange(plan.Lot, plan.Day);
    }

    private void Exchange(Lot lot, LocalDate day)
    {
        var taken = Scene.Books.Divert(lot.Material.Share(Share));
        lot.Material -= taken;
        lot.Material += Smuggle(day, Material.Of(taken.WetKg, taken.MoisturePct, taken.GradePct * GradeShare));
        Note(lot);
    }
}
