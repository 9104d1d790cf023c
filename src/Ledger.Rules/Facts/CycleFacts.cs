using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>A run, and the runs of the cycle it is part of.</summary>
/// <param name="Members">The runs of the cycle, this one among them, sorted; none where there is no cycle.</param>
public sealed record CycleFacts(RunId Run, IReadOnlyList<RunFacts> Members)
{
    private const string Kind = "cycle:";

    /// <summary>The run that stands for its cycle: the first of its members.</summary>
    public bool IsFirst => Members.Count > 0 && Members[0].Run == Run;

    public static string SubjectOf(RunId run) => Kind + run;

    /// <summary>The run a subject is about.</summary>
    public static RunId? RunOf(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) ? new RunId(subject[Kind.Length..]) : null;
}
