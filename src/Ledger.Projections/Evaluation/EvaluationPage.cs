using Ledger.EventStore;
using Ledger.Projections.Facts;
using NodaTime;

namespace Ledger.Projections.Evaluation;

/// <summary>A page of events, and what rules are to look at because of it.</summary>
/// <param name="AsOf">The last day that is closed in the backlog: rules look from there.</param>
/// <param name="NextClose">The day of the first close after the page began.</param>
internal sealed record EvaluationPage(IReadOnlyList<StoredEvent> Events, Touched Touched, LocalDate AsOf, LocalDate NextClose)
{
    /// <summary>The sequence of its last event.</summary>
    public long End => Events[^1].Sequence;
}
