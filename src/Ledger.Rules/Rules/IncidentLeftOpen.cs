using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R26: an incident was flagged months ago and what flagged it still stands. It counts from the flagging, since that asked for a
/// person's eyes; it ends when the finding is explained. Told again with each month that passes.
/// </summary>
public static class IncidentLeftOpen
{
    public static readonly Rule<IncidentFacts> Rule = new("R26", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(IncidentFacts incident, RuleSettings settings, LocalDate asOf)
    {
        settings = settings.At(incident.FlaggedOn);
        var months = MonthsBefore(incident, asOf);
        if (incident.Content is not { } content || months < settings.OpenIncidentMonths) yield break;
        yield return new(
            Rule.Id, Rule.Version, settings.Version, incident.Subject, Discriminator: "", FindingTier.Review, content.Evidence,
            settings.OpenIncidentMonths, months, Tolerance: 0, Unit: "months", InnocentExplanation: "still-being-looked-into",
            content.Parties, ProvisionalUntil: null);
    }

    private static LocalDate? DueOn(IncidentFacts incident, RuleSettings settings, LocalDate asOf) => incident.Content is null ? null
        : incident.FlaggedOn.PlusMonths(Math.Max(MonthsBefore(incident, asOf) + 1, settings.At(incident.FlaggedOn).OpenIncidentMonths))
            .PlusDays(1);

    // Whole months that were over before the day.
    private static int MonthsBefore(IncidentFacts incident, LocalDate asOf) =>
        asOf <= incident.FlaggedOn ? 0 : Period.Between(incident.FlaggedOn, asOf.PlusDays(-1), PeriodUnits.Months).Months;
}
