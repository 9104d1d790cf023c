using Ledger.Domain.Values;
using Ledger.Simulation.Recording;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>A spring was bent; an inspector puts a known mass on the scale and writes down what it shows.</summary>
internal sealed class ScaleTamperedWith(Scene scene, Desk authority, LocalDate earliest, SeededRandom random)
    : Fraud(scene, earliest, random)
{
    private const long KnownGrams = 20_000;
    private CustodyEventId _record;
    private Mine? _mine;

    public override void OnDay(LocalDate day)
    {
        if (!IsTime(day)) return;
        Do(day);
        _mine = Random.Pick(Scene.Mines);
        var draft = Scene.Journal.Begin(authority, "check-weighed", day + new LocalTime(12, Random.Below(60)));
        draft.Body["scaleId"] = _mine.Scale.Id.Value;
        draft.Body["knownKg"] = KnownGrams / 1000m;
        var bent = KnownGrams + (long)(KnownGrams * Random.Between(0.04, 0.09));
        draft.Body["shownKg"] = _mine.Scale.ReadGrams(bent * 1_000, Scene.DayNumber(day)) / 1000m;
        Scene.Post(draft);
        _record = draft.Id;
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "scale-tampered-with", day, _mine!.Card.Id.Value, StrengthKg: 0, [StreamName.Scale(_mine.Scale.Id).Value], [_record], ["R25"]);
}
