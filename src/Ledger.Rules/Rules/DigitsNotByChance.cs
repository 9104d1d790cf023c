using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Rules;

/// <summary>
/// R22: the last digit of what a scale shows is chance, and numbers that people make up are not: they end in 0 and 5, or shun them. By who
/// recorded, on which device, on one scale in one month; in steps of the scale, so that a coarse display is no heaping. For an integrity
/// officer alone, and never an incident.
/// </summary>
public static class DigitsNotByChance
{
    private const int Digits = 10;
    private const double RoundShare = 0.2;

    // Steps a display may have, of scales that nobody registered. Unit: grams.
    private static readonly long[] Steps = [1_000, 500, 200, 100, 50, 20, 10, 5, 2];

    // A few mistyped numbers fit no step.
    private const double FittingShare = 0.95;

    public static readonly Rule<ScaleMonthFacts> Rule =
        new("R22", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(ScaleMonthFacts month, RuleSettings settings)
    {
        foreach (var hand in HandsOf(month))
        {
            List<Fact> evidence = hand.Readings.ConvertAll(each => each.Fact);
            var numbers = settings.At(evidence);
            List<long> grams = hand.Readings.ConvertAll(each => each.Grams);
            if (grams.Count < numbers.DigitReadings || StepOf(month, grams) is not { } step || !IsSpread(grams, step)) continue;
            if (Judge(grams, step, (double)numbers.DigitTailPct / 100) is { } judged)
                yield return new(
                    Rule.Id, Rule.Version, numbers.Version, month.Subject,
                    $"{judged.Kind}:{hand.Name}",
                    FindingTier.Integrity, Finding.EvidenceOf(evidence), judged.Expected, judged.Observed, judged.Tolerance, judged.Unit,
                    InnocentExplanation: "scale-read-coarsely", Parties: [hand.RecordedBy], ProvisionalUntil: null);
        }
    }

    /// <summary>Who recorded, and on which device, with what the scale showed them, in order.</summary>
    internal sealed record Hand(PartyId RecordedBy, string Name, List<(Fact Fact, long Grams)> Readings);

    /// <summary>The hands of a scale's month, by name. Two lots on the scale at once are one reading.</summary>
    internal static IEnumerable<Hand> HandsOf(ScaleMonthFacts month) =>
        month.Facts.Select(fact => (Fact: fact, Reading: ReadingOf(fact.Event))).Where(each => each.Reading is not null)
            .GroupBy(each => (each.Fact.RecordedBy, each.Fact.Headers.DeviceId), each => (each.Fact, each.Reading!.Value.Grams))
            .OrderBy(hand => hand.Key.RecordedBy.Value, StringComparer.Ordinal).ThenBy(hand => hand.Key.DeviceId, StringComparer.Ordinal)
            .Select(hand => new Hand(
                hand.Key.RecordedBy, $"{hand.Key.RecordedBy}/{hand.Key.DeviceId ?? "-"}",
                [.. hand.DistinctBy(each => (each.Fact.Custody, each.Grams))]));

    // What stood on the display: gross where it is told, since net is worked out.
    private static Mass? ReadingOf(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        LotWeighed { Method: WeighingMethod.Measured } weighed => weighed.GrossKg ?? weighed.NetKg,
        LotReceived { Method: WeighingMethod.Measured } received => received.NetKg,
        _ => null,
    };

    // As registered, else the coarsest that nearly all readings are whole steps of.
    private static long? StepOf(ScaleMonthFacts month, List<long> grams) =>
        month.Scale.Select(fact => fact.Event).OfType<ScaleRegistered>().LastOrDefault()?.DivisionKg.Grams is { } division ? division
            : Array.Find(Steps, step => grams.Count(each => each % step == 0) >= grams.Count * FittingShare) is > 0 and var step ? step
            : null;

    // Bags that are filled up to one mass have its digits.
    private static bool IsSpread(List<long> grams, long step)
    {
        List<long> sorted = [.. grams.Order()];
        return sorted[sorted.Count * 3 / 4] - sorted[sorted.Count / 4] >= Digits * step;
    }

    private static (string Kind, decimal Expected, decimal Observed, decimal Tolerance, string Unit)? Judge(
        List<long> grams, long step, double tail)
    {
        var counts = new int[Digits];
        foreach (var each in grams) counts[each / step % Digits]++;
        var most = -Normal.InvCDF(0, 1, tail);
        var (round, sigma) = ((double)(counts[0] + counts[5]) / grams.Count, Math.Sqrt(RoundShare * (1 - RoundShare) / grams.Count));
        if (round > RoundShare + (most * sigma))
            return ("heaping", Rounding.Percent(RoundShare), Rounding.Percent(round), Rounding.Percent(most * sigma), "percent");
        var even = (double)grams.Count / Digits;
        var square = counts.Sum(count => (count - even) * (count - even) / even);
        // The same chance in sigma, which more people know than chi-square.
        var unlikely = -Normal.InvCDF(0, 1, Math.Max(1e-12, 1 - ChiSquared.CDF(Digits - 1, square)));
        return unlikely > most ? ("digits", 0, Rounding.Sigmas(unlikely), Rounding.Sigmas(most), "sigma") : null;
    }
}
