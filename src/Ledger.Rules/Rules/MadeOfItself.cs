using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R16: runs whose products went into themselves. That order is impossible, whatever the dates say; provenance leaves these masses
/// unattributed. One finding names the whole cycle, under its first run.
/// </summary>
public static class MadeOfItself
{
    public static readonly Rule<CycleFacts> Rule =
        new("R16", 1, RuleTiming.AtDayClose, (cycle, settings, _) => Evaluate(cycle, settings), DueOn);

    public static IEnumerable<FindingContent> Evaluate(CycleFacts cycle, RuleSettings settings)
    {
        if (!cycle.IsFirst) yield break;
        List<Fact> sheets = [.. cycle.Members.SelectMany(run => run.Sheets)];
        yield return new(
            Rule.Id, Rule.Version, settings.At(sheets).Version, CycleFacts.SubjectOf(cycle.Run), Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(sheets), Expected: 0, Observed: cycle.Members.Count, Tolerance: 0, Unit: "runs",
            InnocentExplanation: "tag-or-lot-number-mistyped",
            Parties: [.. cycle.Members.SelectMany(run => run.Holders).Distinct()
                .OrderBy(party => party.Value, StringComparer.Ordinal)],
            Finding.ProvisionalUntil(sheets, settings.At(sheets)));
    }

    // A member that leaves or joins touches itself only: whoever stands for the cycle looks again every day.
    private static LocalDate? DueOn(CycleFacts cycle, RuleSettings settings, LocalDate asOf) => cycle.IsFirst ? asOf.PlusDays(1) : null;
}
