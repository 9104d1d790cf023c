using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;

namespace Ledger.Rules.Rules;

/// <summary>
/// R22 on numbers that come again: readings of a scale that repeat the one before more often than in other orders of the same day
/// (bunching), and lines of runs that repeat another one's mass, grade and moisture at once (triples), while lines of one run
/// share grade and moisture honestly: so masses are dealt out anew among the pairs. Made up in a row, or copied with another date.
/// For an integrity officer alone, and never an incident.
/// </summary>
public static class NumbersRepeated
{
    public static readonly Rule<ScaleMonthFacts> Bunching = new(
        "R22", DigitsNotByChance.Rule.Version, RuleTiming.AtDayClose, (month, settings, _) => Bunches(month, settings));

    public static readonly Rule<HolderMonthFacts> Triples = new(
        "R22", DigitsNotByChance.Rule.Version, RuleTiming.AtDayClose, (month, settings, _) => Repeats(month, settings));

    private static IEnumerable<FindingContent> Bunches(ScaleMonthFacts month, RuleSettings settings)
    {
        foreach (var hand in DigitsNotByChance.HandsOf(month))
        {
            // Of a sheet's day nobody knows the order.
            List<(Fact Fact, long Grams)> readings =
                [.. hand.Readings.Where(each => each.Fact.Event.When.TimePrecision == TimePrecision.Minute)];
            if (readings.Count == 0) continue;
            var numbers = settings.At(readings.Select(each => each.Fact));
            if (readings.Count < numbers.DigitReadings) continue;
            List<IReadOnlyList<int>> days = [.. readings.Index().GroupBy(each => each.Item.Fact.Event.When.EventTime.Date)
                .Select(day => day.Select(each => each.Index).ToList())];
            var observed = Same(Enumerable.Range(0, readings.Count).ToList());
            if (observed == 0 || Permutations.Chance($"{month.Subject} {hand.Name}", days, Tail(numbers), Same) is not { } chance) continue;
            yield return Found(month.Subject, $"bunching:{hand.Name}", readings.ConvertAll(each => each.Fact), chance, numbers,
                [hand.RecordedBy]);

            double Same(IReadOnlyList<int> order)
            {
                var same = 0;
                for (var i = 1; i < order.Count; i++)
                    if (readings[order[i]].Grams == readings[order[i - 1]].Grams) same++;
                return same;
            }
        }
    }

    private static IEnumerable<FindingContent> Repeats(HolderMonthFacts month, RuleSettings settings)
    {
        // The month before is told of by its own subject.
        var parts = month.Of<RunPartRecorded>().Where(part => FactKeys.MonthOf(part.Fact) == month.Month).ToList();
        var lines = parts.SelectMany(part => LinesOf(part.Event)).ToList();
        if (lines.Count == 0) yield break;
        List<Fact> evidence = parts.ConvertAll(part => part.Fact);
        var numbers = settings.At(evidence);
        IReadOnlyList<int> all = [.. Enumerable.Range(0, lines.Count)];
        if (lines.Count < numbers.DigitReadings || Same(all) == 0) yield break;
        if (Permutations.Chance(month.Subject, [all], Tail(numbers), Same) is { } chance)
            yield return Found(
                month.Subject, "triples:", evidence, chance, numbers, [.. parts.Select(part => part.Event.Holder).Distinct()]);

        // How many lines repeat another one, where each has the mass of another.
        double Same(IReadOnlyList<int> order) =>
            lines.Count - order.Select((from, to) => (lines[from].Grams, lines[to].Shared)).Distinct().Count();
    }

    private static IEnumerable<(long Grams, string Shared)> LinesOf(RunPartRecorded part) =>
        RunLine.Of(part).Where(line => line is { Method: WeighingMethod.Measured, MoisturePct: not null, Analytes.Count: > 0 })
            .Select(line => (line.NetKg.Grams, $"{line.MoisturePct} {string.Join(' ', line.Analytes!)}"));

    private static double Tail(RuleSettings settings) => (double)settings.DigitTailPct / 100;

    private static FindingContent Found(
        string subject, string discriminator, List<Fact> evidence, double chance, RuleSettings settings,
        IReadOnlyList<PartyId> parties) => new(
        DigitsNotByChance.Rule.Id, DigitsNotByChance.Rule.Version, settings.Version, subject, discriminator, FindingTier.Integrity,
        Finding.EvidenceOf(evidence), settings.DigitTailPct, Rounding.Percent(chance), Tolerance: 0, Unit: "percent",
        InnocentExplanation: "bags-filled-alike", parties, ProvisionalUntil: null);
}
