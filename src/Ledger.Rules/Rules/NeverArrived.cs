using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R23: dispatched and never arrived. A receipt by the side it went to says as much as an arrival. How long a route takes is not
/// told here.
/// </summary>
public static class NeverArrived
{
    public static readonly Rule<TransferFacts> Rule = new("R23", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(TransferFacts transfer, RuleSettings settings, LocalDate asOf)
    {
        foreach (var (fact, dispatch) in transfer.Of<MovementDispatched>())
        {
            var missing = dispatch.Lots.Count(item => transfer.ArrivalOf(dispatch, item.Lot) is null);
            if (missing == 0 || DueAfter(fact, settings) > asOf) continue;
            yield return new(
                Rule.Id, Rule.Version, settings.At(fact).Version, transfer.Subject.Value, $"not-arrived:{fact.Custody}", FindingTier.Review,
                Finding.EvidenceOf([fact]), dispatch.Lots.Count, dispatch.Lots.Count - missing, Tolerance: 0, Unit: "lots",
                InnocentExplanation: "record-not-yet-posted",
                Parties: [.. new[] { dispatch.From, dispatch.Carrier ?? dispatch.From, dispatch.To }.Distinct()],
                Finding.ProvisionalUntil([fact], settings.At(fact)));
        }
    }

    private static LocalDate? DueOn(TransferFacts transfer, RuleSettings settings, LocalDate asOf) =>
        transfer.Of<MovementDispatched>().Select(each => DueAfter(each.Fact, settings)).Where(due => due > asOf)
            .Select(due => (LocalDate?)due).Min();

    private static LocalDate DueAfter(Fact fact, RuleSettings settings) =>
        fact.Event.When.EventTime.Date.PlusDays(settings.At(fact).NeverArrivedDays + 1);
}
