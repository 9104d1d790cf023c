using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Dossiers;
using Ledger.Transparency.Dossiers;

namespace Ledger.Cli.Verify;

/// <summary>The findings a dossier states beside those its events lead to.</summary>
/// <param name="Run">Subjects the rules were run on again.</param>
/// <param name="Confirmed">Findings that were stated and found again.</param>
/// <param name="NotRun">Findings that are stated, not re-run: they rest on events beyond the dossier.</param>
/// <param name="Hidden">Findings that were found here and not stated: not for this reader yet.</param>
internal sealed record FindingComparison(
    int Run, int Confirmed, IReadOnlyList<StatedFinding> NotRun, int Hidden, IReadOnlyList<DossierProblem> Problems)
{
    public static FindingComparison Of(DossierContent content, DossierEvidence evidence, IReadOnlyList<StatedFinding> stated)
    {
        var problems = new List<DossierProblem>();
        var recorded = content.Recorded().ToDictionary(view => view.FindingId);
        var run = DossierFindings.Of(content, evidence.IsAbsent);
        var (confirmed, notRun) = (0, new List<StatedFinding>());
        foreach (var twice in stated.GroupBy(each => each.FindingId).Where(group => group.Count() > 1))
            problems.Add(new($"Finding {twice.Key} is stated twice."));
        foreach (var each in stated)
        {
            var isRun = run.Run.Contains(each.Content.Subject) && DossierFindings.IsOfTheseRules(each.Content);
            var expected = new StatedFinding(
                each.FindingId, recorded.GetValueOrDefault(each.FindingId),
                isRun ? run.Found.GetValueOrDefault(each.FindingId)
                    : recorded.ContainsKey(each.FindingId) ? each.Found : null); // neither run again nor recorded: made up
            if (!Same(each, expected)) problems.Add(Different(each, expected, content));
            else if (!isRun) notRun.Add(each);
            else confirmed++;
        }

        var known = stated.Select(each => each.FindingId).ToHashSet();
        problems.AddRange(recorded.Keys.Except(known).Select(id => new DossierProblem(
            $"Finding {id} is recorded and not stated.", SequenceOf(id, content), Stream: $"finding:{id}")));
        var unstated = run.Found.Where(found => !known.Contains(found.Key)).ToList();
        if (unstated.Count > evidence.Manifest.Withheld.GetValueOrDefault("finding"))
            problems.AddRange(unstated.Select(found => new DossierProblem(
                $"Rule {found.Value.Rule} finds a difference at {found.Value.Subject} that is not stated.", Stream: found.Value.Subject)));
        return new(run.Run.Count, confirmed, notRun, unstated.Count, problems);
    }

    private static bool Same(StatedFinding left, StatedFinding right) => (right.Recorded ?? (object?)right.Found) is not null
        && StatedFinding.ToJson([left]).AsSpan().SequenceEqual(StatedFinding.ToJson([right]));

    private static DossierProblem Different(StatedFinding stated, StatedFinding expected, DossierContent content)
    {
        var what = stated.Found is not null && expected.Found is null ? "is stated as found, and the rules do not find it"
            : stated.Found is null && expected.Found is not null ? "is stated as no longer found, and the rules find it"
            : stated.Recorded is not null && expected.Recorded is null ? "is stated as recorded, and no event records it"
            : "is stated otherwise than its events and the rules have it";
        return new(
            $"Finding {stated.FindingId} ({stated.Content.Rule}, {stated.Content.Subject}) {what}.",
            SequenceOf(stated.FindingId, content), Stream: stated.Content.Subject);
    }

    private static long? SequenceOf(Guid finding, DossierContent content) =>
        content.Events.LastOrDefault(each => each.Stream.Value == $"finding:{finding}")?.Sequence;
}
