using Ledger.Simulation.Recording;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>An authority stops a site, and bags go on being tied there as before.</summary>
internal sealed class BaggedWhileSuspended(Scene scene, Desk authority, LocalDate earliest, SeededRandom random)
    : Fraud(scene, earliest, random)
{
    private const int Days = 24;

    // The news needs some days; what was dug before it came is nobody's fault.
    private const int DaysOfNews = 5;
    private readonly List<Lot> _lots = [];
    private Mine? _mine;

    public override void OnDay(LocalDate day)
    {
        if (_mine is not null || !IsTime(day)) return;
        _mine = Random.Pick(Scene.Mines.Where(mine => mine is { WasStopped: false, Phone: not null, Tags.MayOrder: true })
            .OrderByDescending(mine => mine.Bagged.Count).Take(3).ToList());
        Do(day);
        Closures.Order(Scene, authority, _mine, day, day.PlusDays(Days), Random);
    }

    public override void OnBagging(Bagging bagging)
    {
        if (bagging.Mine != _mine || bagging.Lot.IsPlanted || Done is not { } ordered) return;
        if (bagging.Day < ordered.PlusDays(DaysOfNews) || bagging.Day >= ordered.PlusDays(Days - 1)) return;
        bagging.Lot.IsPlanted = true;
        _lots.Add(bagging.Lot);
    }

    protected override PlantedFraud? Tell(LocalDate day) => _lots.Count == 0 ? null : new(
        "bagged-while-suspended", day, _mine!.Card.Id.Value, StrengthKg: 0, [.. _lots.Select(Stream)],
        [.. _lots.SelectMany(lot => lot.Records("bagged"))], ["R13"]);
}
