using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R6 beside others: by weights alone, a holder's runs gave more than they used to, while those of other plants that do the same did not.
/// Ore that dries unmeasured hides what is added to it from <see cref="HolderGained"/>, which takes drying for nothing; here it is
/// learnt what a plant loses, and what a season changes for all. Months that are over are judged.
/// </summary>
public static class GainedBesideOthers
{
    public static readonly Rule<RunMonthsFacts> Rule = new("R6", RunGainedMass.Rule.Version, RuleTiming.AtDayClose, Evaluate, DueOn);

    // Of so many others one is right, whatever another does.
    private const int OthersThatTell = 2;

    public static IEnumerable<FindingContent> Evaluate(RunMonthsFacts facts, RuleSettings settings, LocalDate asOf)
    {
        foreach (var (holder, alarm, months) in Found(facts, settings, asOf))
            if (EvidenceOf(facts, months) is { } evidence)
                yield return Content(facts, holder, alarm, months, evidence, settings);
    }

    /// <summary>The runs that must be known whole to say what there is to say.</summary>
    public static IReadOnlyList<RunId> Needed(RunMonthsFacts facts, RuleSettings settings, LocalDate asOf) =>
        [.. Found(facts, settings, asOf).SelectMany(found => found.Months).SelectMany(month => month.Runs)];

    private static IEnumerable<(PartyId Holder, SequenceAlarm Alarm, IReadOnlyList<ComparedMonth> Months)> Found(
        RunMonthsFacts facts, RuleSettings settings, LocalDate asOf)
    {
        var comparison = new PlantComparison(facts, settings, asOf);
        foreach (var holder in comparison.Holders)
        {
            var months = comparison.Of(holder);
            var judged = months.TakeWhile(month => month.Month.Year < facts.Year).Count();
            if (judged == months.Count) continue;
            List<Quantity> amounts = [.. months.Select(month => month.Beyond)];
            var thresholds = BalanceThresholds.Of(
                sequences: 1, settings.At(HolderBalance.EndOf(months[^1].Month)), IncidentTest.Comparison);
            if (SequenceAlarm.Of(SequentialTest.Run(amounts), amounts, judged, thresholds) is not { } alarm) continue;
            List<ComparedMonth> told = [.. months.Take(alarm.Last + 1).Skip(alarm.First)];
            if (HasMoved(told, alarm.Amount.Kg)) yield return (holder, alarm, told);
        }
    }

    // Another plant that begins to lose makes a season look like one in which all lose. Of two plants, the one that moved further from what
    // was usual is named; of more, one that moved away from the others' middle.
    private static bool HasMoved(List<ComparedMonth> months, double beyondKg)
    {
        var usual = months[0].Usual;
        var (own, others) = (months.Sum(month => (month.Share - usual) * month.InKg), months.Sum(month => month.OthersMoved * month.InKg));
        return months.Average(month => month.Others) >= OthersThatTell ? own - others >= beyondKg / 2 : own > Math.Abs(others);
    }

    private static FindingContent Content(
        RunMonthsFacts facts, PartyId holder, SequenceAlarm alarm, IReadOnlyList<ComparedMonth> months, List<Fact> evidence,
        RuleSettings settings)
    {
        var numbers = settings.At(evidence);
        var input = months.Sum(month => month.InKg);
        return new(
            Rule.Id, Rule.Version, numbers.Version, facts.Subject, holder.Value, FindingTier.Incident, Finding.EvidenceOf(evidence),
            Rounding.Kg(input + months.Sum(month => month.ExpectedKg)), Rounding.Kg(input + months.Sum(month => month.GainKg)),
            Rounding.Kg(alarm.ToleratedKg), Unit: "kg", InnocentExplanation: "dries-less-than-before", Parties: [holder],
            Finding.ProvisionalUntil(evidence, numbers), Statistics: new(
                alarm.Test, Rounding.Sigmas(alarm.Value), Rounding.Sigmas(alarm.Threshold), Rounding.Kg(alarm.Amount.Sigma),
                months[0].Month.OnDayOfMonth(1), HolderBalance.EndOf(months[^1].Month), [], Bias: null));
    }

    // Null where it is not known yet: looked at again when it is.
    private static List<Fact>? EvidenceOf(RunMonthsFacts facts, IReadOnlyList<ComparedMonth> months)
    {
        List<RunId> runs = [.. months.SelectMany(month => month.Runs)];
        return runs.TrueForAll(facts.Evidence.ContainsKey) ? [.. runs.SelectMany(run => facts.Evidence[run].Sheets)] : null;
    }

    private static LocalDate? DueOn(RunMonthsFacts facts, RuleSettings settings, LocalDate asOf)
    {
        var open = facts.Runs.Where(run => run.Month.Year == facts.Year).Select(run => HolderBalance.EndOf(run.Month))
            .Where(end => end > asOf).ToList();
        return open.Count > 0 ? open.Min() : null;
    }
}
