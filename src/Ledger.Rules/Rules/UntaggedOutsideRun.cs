using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R12: mineral without a tag was found with a holder that had no run open: then nothing there should have been out of its bags.
/// </summary>
public static class UntaggedOutsideRun
{
    public static readonly Rule<HolderMonthFacts> Rule =
        new("R12", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(HolderMonthFacts month, RuleSettings settings)
    {
        var found = month.Of<UntaggedFound>().Where(each => !HasOpenRun(each.Fact, month, settings)).ToList();
        if (found.Count == 0) yield break;
        List<Fact> evidence = [.. found.Select(each => each.Fact)];
        yield return new(
            Rule.Id, Rule.Version, settings.At(evidence).Version, month.Subject, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(evidence),
            Expected: 0, Observed: found.Count, Tolerance: 0, Unit: "finds", InnocentExplanation: "run-not-yet-posted",
            Parties: [.. Finding.RecordersOf(evidence)
                .Concat(found.Select(each => FactKeys.HolderOf(each.Fact, each.Event)).OfType<PartyId>())
                .Distinct().OrderBy(party => party.Value, StringComparer.Ordinal)],
            Finding.ProvisionalUntil(evidence, settings.At(evidence)));
    }

    private static bool HasOpenRun(Fact find, HolderMonthFacts month, RuleSettings settings) =>
        month.Of<RunPartRecorded>().GroupBy(part => part.Event.RunId).Any(run =>
            run.Any(part => !find.DefinitelyBefore(part.Fact))
            && !run.Any(part => part.Event.Final && part.Fact.DefinitelyBefore(find))
            && find.Interval.Start <= run.Max(part => part.Fact.Interval.End) + Duration.FromDays(settings.At(find).OpenRunDays));
}
