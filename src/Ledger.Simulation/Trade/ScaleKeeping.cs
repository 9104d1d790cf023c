using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Simulation.Trade;

/// <summary>Scales are registered when the world begins, calibrated by an authority now and then, and checked with a known mass.</summary>
/// <param name="scales">Each with the desk of its owner.</param>
internal sealed class ScaleKeeping(Scene scene, IReadOnlyList<(Scale Scale, Desk Owner)> scales, Desk authority, SeededRandom random)
{
    private const int CheckEveryDays = 45;
    private const long CheckGrams = 20_000;
    private int _certificates;

    public void Open(LocalDate day)
    {
        var number = scene.DayNumber(day);
        foreach (var (index, (scale, owner)) in scales.Index())
        {
            if (number == 0) Register(scale, owner, day);
            if (scale.IsCalibratedOn(number)) Calibrate(scale, day);
            if ((number + index) % CheckEveryDays == CheckEveryDays - 1) Check(scale, owner, day);
        }
    }

    private void Register(Scale scale, Desk owner, LocalDate day)
    {
        var draft = scene.Journal.Begin(owner, "scale-registered", At(day, 7));
        draft.Body["scaleId"] = scale.Id.Value;
        draft.Body["class"] = Code<ScaleClass>.Name(scale.Kind.Class);
        draft.Body["divisionKg"] = scale.Kind.DivisionGrams / 1000m;
        scene.Post(draft);
    }

    private void Calibrate(Scale scale, LocalDate day)
    {
        var draft = scene.Journal.Begin(authority, "scale-calibrated", At(day, 8));
        draft.Body["scaleId"] = scale.Id.Value;
        draft.Body["result"] = Code<CalibrationResult>.Name(random.Chance(0.5) ? CalibrationResult.Passed : CalibrationResult.Adjusted);
        draft.Body["certificate"] = FormattableString.Invariant($"K-{scene.Label}-{++_certificates:000}");
        draft.Body["validUntil"] = LocalDatePattern.Iso.Format(day.PlusYears(1));
        scene.Post(draft);
    }

    private void Check(Scale scale, Desk owner, LocalDate day)
    {
        var draft = scene.Journal.Begin(owner, "check-weighed", At(day, 7));
        draft.Body["scaleId"] = scale.Id.Value;
        draft.Body["knownKg"] = CheckGrams / 1000m;
        draft.TypeKg(draft.Body, "shownKg", scale.ReadGrams(CheckGrams * 1_000, scene.DayNumber(day)));
        scene.Post(draft);
    }

    private LocalDateTime At(LocalDate day, int hour) => day + new LocalTime(hour, random.Below(60));
}
