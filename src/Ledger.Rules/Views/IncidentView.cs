using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

[JsonConverter(typeof(CodeJsonConverter<IncidentState>))]
public enum IncidentState { Flagged, Withdrawn }

/// <summary>
/// An incident a rule flagged. It counts for nothing until a person verified it; with its finding withdrawn it is closed again.
/// </summary>
/// <param name="Parties">Everybody the finding ever named.</param>
/// <param name="Answers">What was answered to the finding.</param>
public sealed record IncidentView(
    Guid IncidentId, Guid FindingId, IncidentState State, string Rule, string Subject, IReadOnlyList<PartyId> Parties, LocalDate FlaggedOn,
    IReadOnlyList<AnswerView> Answers)
{
    /// <summary>Folds a finding's facts; null when it flagged none.</summary>
    public static IncidentView? Of(FindingFacts finding) =>
        finding.Flagged is { Event: var flagged } && FindingView.Of(finding) is { } view ? new(
            flagged.IncidentId, flagged.FindingId,
            view.Status == FindingStatus.Withdrawn ? IncidentState.Withdrawn : IncidentState.Flagged, flagged.Rule, flagged.Subject,
            view.Named, flagged.AsOf, view.Answers) : null;
}
