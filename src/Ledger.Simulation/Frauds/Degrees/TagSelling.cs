using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>A site's agent ties its tags on ore from elsewhere too: so many bags more in a hundred.</summary>
internal sealed class TagSelling(FraudSeat seat, Mine mine) : FraudByDegrees(seat)
{
    private double _ordered;
    private bool _isTying;

    public override void OnBagging(Bagging bagging)
    {
        if (bagging.Mine == mine && IsOn(bagging.Day) && !_isTying) _ordered += Share;
    }

    public override void OnDay(LocalDate day)
    {
        if (_ordered < 1 || !IsOn(day) || day.DayOfWeek == IsoDayOfWeek.Sunday || day < mine.ClosedUntil) return;
        _isTying = true;
        foreach (var lot in mine.TieAtEase(day, (int)_ordered))
        {
            Note(day, lot.Material.WetKg);
            Note(lot);
        }

        (_isTying, _ordered) = (false, _ordered - (int)_ordered);
    }
}
