using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R25: weighed on a scale whose last calibration had run out or failed, or that never had one; and a scale that showed a known
/// mass wrong. Of scales nobody registered or calibrated nothing is said.
/// </summary>
public static class ScaleNotValid
{
    public static readonly Rule<ScaleMonthFacts> Rule =
        new("R25", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(ScaleMonthFacts month, RuleSettings settings)
    {
        if (!month.Scale.Any(fact => fact.Event is ScaleRegistered or ScaleCalibrated)) yield break;
        var invalid = month.Facts.Where(fact => fact.Event is LotWeighed or LotReceived)
            .Where(weighing => !IsValid(weighing, month, settings.At(weighing))).ToList();
        if (invalid.Count > 0)
            yield return Found("calibration", month, invalid, (0, invalid.Count, 0), "weighings", "calibration-not-recorded",
                Finding.ProvisionalUntil(invalid, settings.At(invalid)), settings);

        foreach (var (fact, check) in month.Of<ScaleChecked>())
        {
            if (IsWrong(fact, check, month.Scale, settings))
                yield return Found(
                    $"check:{fact.Custody}", month, [fact],
                    (check.KnownKg.Kg, check.ShownKg.Kg, Tolerance(check, month.Scale, settings.At(fact))), "kg", "mass-mistyped",
                    null, settings);
        }
    }

    /// <summary>True where the scale showed the known mass so wrong that it is a finding, and nothing to learn from.</summary>
    internal static bool IsWrong(Fact fact, ScaleChecked check, IReadOnlyList<Fact> scale, RuleSettings settings) =>
        Math.Abs(check.ShownKg.Kg - check.KnownKg.Kg) > Tolerance(check, scale, settings.At(fact));

    // The last calibration that was not definitely later, and it held until then.
    private static bool IsValid(Fact weighing, ScaleMonthFacts month, RuleSettings settings)
    {
        var last = month.Scale.LastOrDefault(fact => fact.Event is ScaleCalibrated && !weighing.DefinitelyBefore(fact));
        if (last?.Event is not ScaleCalibrated { Result: not CalibrationResult.Failed } calibrated) return false;
        var until = calibrated.ValidUntil ?? calibrated.When.EventTime.Date.PlusDays(settings.CalibrationDays);
        return weighing.Event.When.EventTime.Date <= until;
    }

    private static decimal Tolerance(ScaleChecked check, IReadOnlyList<Fact> scale, RuleSettings settings)
    {
        var division = ScaleTracker.DivisionOf(scale, settings);
        return Math.Max(2 * division.Kg, decimal.Round(check.KnownKg.Kg * settings.Coverage * settings.ScaleSigmaPct / 100m, 3));
    }

    private static FindingContent Found(
        string discriminator, ScaleMonthFacts month, IReadOnlyList<Fact> evidence,
        (decimal Expected, decimal Observed, decimal Tolerance) numbers, string unit, string explanation, LocalDate? provisional,
        RuleSettings settings) => new(
        Rule.Id, Rule.Version, settings.At(evidence).Version, month.Subject, discriminator, FindingTier.Review,
        Finding.EvidenceOf(evidence),
        numbers.Expected, numbers.Observed, numbers.Tolerance, unit, explanation, Finding.RecordersOf(evidence), provisional);
}
