using Ledger.Domain.Values;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A site is given no more tags; its agent buys a neighbour's and goes on, for some weeks.</summary>
internal sealed class TagsBeyondAllowance(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private const int Enough = 10;
    private const int ReviewDay = 4;

    // Before the world's end, so that the traces are recorded.
    private const int LastDays = 21;
    private readonly List<Lot> _lots = [];
    private Mine? _mine, _neighbour;

    public override void OnDay(LocalDate day)
    {
        if (_mine is null) Begin(day);
        // The programme looks at it again.
        else if (day.Day == ReviewDay && _lots.Count >= Enough) _mine.Tags.MayOrder = true;
    }

    public override void OnBagging(Bagging bagging)
    {
        if (bagging.Mine != _mine || _mine.Tags is { MayOrder: true } or { Left: > 0 } || !bagging.IsPlain) return;
        if (bagging.Lot.IsPlanted) return;
        bagging.Tag = _neighbour!.Tags.Take(bagging.Day);
        bagging.Lot.IsPlanted = true;
        if (bagging.Day > Scene.Options.Until.PlusDays(-LastDays)) return;
        if (_lots.Count == 0) Do(bagging.Day);
        _lots.Add(bagging.Lot);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "tags-beyond-allowance", day, _mine!.Card.Id.Value, StrengthKg: 0,
        [.. _lots.Select(lot => $"tag:{lot.Tag}"), .. _lots.Select(Stream)],
        [.. _lots.SelectMany(lot => lot.Records("bagged").Concat(lot.Records("tagged")))], ["R2", "R3"]);

    // Where tags run out soonest.
    private void Begin(LocalDate day)
    {
        if (!IsTime(day)) return;
        _mine = Scene.Mines.Where(mine => mine.Phone is not null && mine.Bagged.Count > 0)
            .MaxBy(mine => mine.Bagged.Count / (1.0 + mine.Tags.Left));
        if (_mine is null) return;
        _neighbour = Random.Pick(Scene.Mines.Where(mine => mine != _mine).ToList());
        _mine.Tags.MayOrder = false;
    }
}
