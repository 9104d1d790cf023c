using Ledger.Domain.Values;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>Tags vanish from a site's locked box, to be sold; the next counts find fewer than there should be.</summary>
internal sealed class TagsOutOfTheBox(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private readonly List<CustodyEventId> _counts = [];
    private TagBox? _box;

    public override void OnDay(LocalDate day)
    {
        if (!IsTime(day)) return;
        // Where little is used nobody looks into the box for weeks.
        _box = Scene.Mines.Where(mine => mine.Tags is { Stolen: 0, Unopened: > 12, MayOrder: true })
            .MinBy(mine => mine.Bagged.Count)?.Tags;
        if (_box is null) return;
        Do(day);
        _box.Stolen = Random.Whole(6, 12);
    }

    public override void OnBoxCounted(TagBox box, CustodyEventId record)
    {
        if (box == _box && Done is not null) _counts.Add(record);
    }

    protected override PlantedFraud? Tell(LocalDate day) => _counts.Count == 0 ? null : new(
        "tags-out-of-the-box", day, _box!.Site.Value, StrengthKg: 0, [$"tag-stock:{_box.Site}/{_box.Series}/mine"], [_counts[0]], ["R17"]);
}
