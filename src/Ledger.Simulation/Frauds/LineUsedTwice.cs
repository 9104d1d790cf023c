using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A bag that was brought to a site is squeezed in on a line of the sheet that is taken.</summary>
internal sealed class LineUsedTwice(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Bagging? _last;
    private Lot? _first, _second;
    private decimal _kg;

    public override void OnBagging(Bagging bagging)
    {
        var before = _last;
        _last = bagging;
        if (!IsTime(bagging.Day) || bagging.Mine.Phone is not null || before?.Mine != bagging.Mine || before.Day != bagging.Day) return;
        if (!bagging.IsPlain || !before.IsPlain || before.Lot.IsPlanted || bagging.Lot.IsPlanted || before.Lot.HasSlip) return;
        Do(bagging.Day);
        (_first, _second, _kg) = (before.Lot, bagging.Lot, bagging.Lot.Material.NetKg);
        (bagging.Line, bagging.IsFromElsewhere, _first.IsPlanted, _second.IsPlanted) = (before.Line, true, true, true);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "line-used-twice", day, _first!.Site!.Value.Value, _kg, [Stream(_first), Stream(_second!)],
        [.. _first.Records("bagged"), .. _second!.Records("bagged")], ["R18"]);
}
