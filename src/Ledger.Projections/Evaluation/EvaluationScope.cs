using Ledger.Projections.Facts;
using NodaTime;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// The facts up to a sequence, and what rules said of them already. While a backlog is worked off page by page, most subjects are touched
/// by several pages; what rules say follows from all facts up to the sequence, so each is looked at once. For one worker at a time.
/// </summary>
/// <param name="upTo">Facts up to this sequence are looked at; at least the end of every page that is evaluated in it.</param>
/// <param name="memory">What was read of them so far; null where nothing was.</param>
public sealed class EvaluationScope(long upTo, FactMemory? memory = null)
{
    private readonly HashSet<string> _judged = new(StringComparer.Ordinal);
    private readonly HashSet<(string Subject, LocalDate DueOn)> _listed = [];

    public long UpTo => upTo;

    internal Horizon Horizon { get; } = new(upTo) { Memory = memory ?? new() };

    /// <summary>Leaves what there is to look at, and what the next close does not know of yet.</summary>
    internal void TakeOutJudged(Touched touched, LocalDate nextClose)
    {
        touched.Remove(_judged.Contains);
        touched.AtDayClose.RemoveWhere(subject => !_listed.Add((subject, nextClose)));
    }

    internal void Judged(IEnumerable<string> subjects) => _judged.UnionWith(subjects);

    /// <summary>A day closed: these were looked at as of that day, and their places on its list are gone.</summary>
    internal void Closed(IEnumerable<string> subjects)
    {
        _judged.ExceptWith(subjects);
        _listed.Clear();
    }
}
