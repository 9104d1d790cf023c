using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>An incident that a finding flagged.</summary>
/// <param name="FlaggedOn">The day rules looked from when it was flagged.</param>
/// <param name="Content">What its finding says now; null where that was withdrawn, which closes the incident.</param>
public sealed record IncidentFacts(Guid Incident, LocalDate FlaggedOn, FindingContent? Content)
{
    private const string Kind = "incident:";

    public string Subject => StreamName.Incident(Incident).Value;

    /// <summary>The subject of the incident that a finding may have flagged.</summary>
    public static string SubjectOf(Guid finding) => StreamName.Incident(Finding.IncidentOf(finding)).Value;

    /// <summary>The incident a subject is about; null where it is another kind of subject.</summary>
    public static Guid? IncidentOf(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) && Guid.TryParse(subject.AsSpan(Kind.Length), out var incident)
            ? incident : null;

    /// <summary>From all that is known of a finding; null where it flagged none.</summary>
    public static IncidentFacts? Of(FindingFacts finding)
    {
        if (finding.Flagged is not { Event: var flagged } || FindingView.Of(finding) is not { } view) return null;
        // Flagged before any day was closed, the time counts from the day it was recorded.
        var day = flagged.AsOf == ClosedDays.BeforeAll ? finding.Entries[0].RecordedAt.InUtc().Date : flagged.AsOf;
        return new(flagged.IncidentId, day, view.Status == FindingStatus.Active ? view.Content : null);
    }
}
