using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>An agent deletes a bag's record from the phone, and the bag goes elsewhere; the phone had counted it.</summary>
internal sealed class RecordWithheld(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Mine? _mine;
    private int _next;
    private decimal _kg;

    public override void OnBagging(Bagging bagging)
    {
        if (!IsTime(bagging.Day) || bagging.Mine.Phone is null || !bagging.IsPlain || bagging.Lot.IsPlanted) return;
        Do(bagging.Day);
        (bagging.IsWithheld, bagging.Lot.IsPlanted) = (true, true);
        (_mine, _next) = (bagging.Mine, bagging.Mine.NextDeviceSeq + 1);
        _kg = bagging.Lot.Material.NetKg;
    }

    protected override PlantedFraud? Tell(LocalDate day) => Scene.Journal.RecordOf(_mine!.Phone!, _next) is not { } next ? null : new(
        "record-withheld", day, _mine.Card.Id.Value, _kg, [FormattableString.Invariant($"device:{_mine.Agency}/{_mine.Phone}/0")],
        [next], ["R19"]);
}
