using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A lorry load from elsewhere is tagged at a site in less than an hour.</summary>
internal sealed class TagsInHaste(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Mine? _mine;
    private IReadOnlyList<Lot> _lots = [];
    private decimal _kg;

    public override void OnDay(LocalDate day)
    {
        if (_mine is not null || !IsTime(day)) return;
        Do(day);
        _mine = Random.Pick(Scene.Mines
            .Where(mine => mine is { Phone: not null, WasStopped: false, Tags: { MayOrder: true, Stolen: 0 } }).ToList());
        _lots = _mine.TieInHaste(day, Random.Whole(44, 50));
        _kg = decimal.Round((decimal)_lots.Sum(lot => lot.Material.WetKg), 3);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "tags-in-haste", day, _mine!.Card.Id.Value, _kg, [.. _lots.Select(Stream)],
        [.. _lots.SelectMany(lot => lot.Records("bagged"))], ["R30"]);
}
