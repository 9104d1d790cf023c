using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Rules;
using NodaTime;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>What is believed of a scale's systematic error at a moment.</summary>
/// <param name="Epoch">Since which calibration it stands; weighings of one epoch share the error.</param>
/// <param name="Bias">Shown over true, less 1: 0.002 where it shows 0.2 % too much.</param>
/// <param name="Sigma">1 sigma of the bias, as a fraction.</param>
public readonly record struct ScaleBias(string Epoch, double Bias, double Sigma);

/// <summary>
/// Follows a scale's relative bias through its own stream: a Kalman filter with one state. A calibration starts anew,
/// the bias walks at random from then on, and each known mass teaches as much as one weighing can. What it says of a
/// moment is a function of what the stream tells until then, so nothing depends on the order of arrival, and a late
/// check changes only what was weighed after it.
/// </summary>
public static class ScaleTracker
{
    private const double DaysPerMonth = 365.25 / 12;

    /// <param name="scale">The scale's own facts that count, sorted; none where nobody registered it.</param>
    /// <param name="weighing">Facts that are definitely later are left out.</param>
    public static ScaleBias At(IReadOnlyList<Fact> scale, Fact weighing, RuleSettings settings) =>
        Of(scale, [.. scale.Where(fact => !weighing.DefinitelyBefore(fact))], weighing.Interval.Start, settings);

    /// <summary>The same at a moment: what began after it is left out.</summary>
    public static ScaleBias At(IReadOnlyList<Fact> scale, Instant moment, RuleSettings settings) =>
        Of(scale, [.. scale.Where(fact => fact.Interval.Start <= moment)], moment, settings);

    private static ScaleBias Of(IReadOnlyList<Fact> scale, List<Fact> known, Instant moment, RuleSettings settings)
    {
        if (known.Count == 0) return new("unknown", 0, Fraction(settings.ScaleSigmaPct));

        var start = known.FindLastIndex(fact => fact.Event is ScaleCalibrated);
        var isCalibrated = start >= 0 && ((ScaleCalibrated)known[start].Event).Result != CalibrationResult.Failed;
        var sigma = Fraction(isCalibrated ? settings.ScaleSigmaPct : settings.UncalibratedSigmaPct);
        var belief = new Belief(0, Square(sigma), known[Math.Max(start, 0)].Interval.Start);
        foreach (var fact in known.Skip(start + 1))
            if (fact.Event is ScaleChecked check && !ScaleNotValid.IsWrong(fact, check, scale, settings))
                belief = belief.At(fact.Interval.Start, settings).Learn(check, VarianceOf(scale, settings));
        belief = belief.At(moment, settings);
        return new(
            start < 0 ? "uncalibrated" : known[start].Custody.ToString(), Clamp(belief.Bias, settings), Math.Sqrt(belief.Variance));
    }

    /// <summary>
    /// Of one weighing, kg squared: a display's step hides where the mass lies within it, and the same mass put on
    /// again shows another number. A scale repeats itself no better than half a step.
    /// </summary>
    public static double VarianceOf(IReadOnlyList<Fact> scale, RuleSettings settings)
    {
        var division = (double)DivisionOf(scale, settings).Kg;
        return (Square(division) / 12) + Square(Math.Max((double)settings.WeighingSigma.Kg, division / 2));
    }

    /// <summary>As registered; by the setting where nobody said.</summary>
    public static Mass DivisionOf(IReadOnlyList<Fact> scale, RuleSettings settings) =>
        scale.Select(fact => fact.Event).OfType<ScaleRegistered>().LastOrDefault()?.DivisionKg ?? settings.ScaleDivision;

    /// <summary>
    /// Who feeds a scale with false known masses, or with lots that were filled up, moves it no further than twice what it may be
    /// wrong by in service, sqrt 3 sigma. A fraction.
    /// </summary>
    public static double MostBias(RuleSettings settings) => 2 * Math.Sqrt(3) * Fraction(settings.ScaleSigmaPct);

    private static double Clamp(double bias, RuleSettings settings) => Math.Clamp(bias, -MostBias(settings), MostBias(settings));

    private readonly record struct Belief(double Bias, double Variance, Instant Since)
    {
        // No worse than a scale of which nothing is known.
        public Belief At(Instant time, RuleSettings settings)
        {
            var months = Math.Max(0, (time - Since).TotalDays / DaysPerMonth);
            var most = Math.Max(Variance, Square(Fraction(settings.UncalibratedSigmaPct)));
            return new(Bias, Math.Min(most, Variance + (months * Square(Fraction(settings.ScaleDriftPct)))), time > Since ? time : Since);
        }

        public Belief Learn(ScaleChecked check, double weighingVariance)
        {
            var shown = (double)(check.ShownKg.Kg / check.KnownKg.Kg) - 1;
            var gain = Variance / (Variance + (weighingVariance / Square((double)check.KnownKg.Kg)));
            return this with { Bias = Bias + (gain * (shown - Bias)), Variance = Variance * (1 - gain) };
        }
    }
}
