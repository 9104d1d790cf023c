using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

[JsonConverter(typeof(CodeJsonConverter<FindingStatus>))]
public enum FindingStatus { Active, Withdrawn }

/// <summary>A finding as it stands.</summary>
/// <param name="RaisedOn">The day rules last looked when it was first raised.</param>
/// <param name="ChangedOn">The same for its newest change.</param>
public sealed record FindingView(
    Guid FindingId, FindingStatus Status, FindingContent Content, LocalDate RaisedOn, LocalDate ChangedOn, int Version)
{
    /// <summary>It was at incident tier once, and so has flagged its incident: an incident is flagged once.</summary>
    [JsonIgnore]
    public bool HasFlagged { get; init; }

    /// <summary>Folds one more event of the finding's stream into what it was; other events change nothing.</summary>
    public static FindingView? After(FindingView? was, LedgerEvent next) => next switch
    {
        FindingRaised raised => new(raised.FindingId, FindingStatus.Active, raised.Content, raised.AsOf, raised.AsOf, 1)
        {
            HasFlagged = raised.Content.Tier == FindingTier.Incident,
        },
        FindingAmended amended => was?.With(amended.Content, amended.AsOf),
        FindingRestored restored => was?.With(restored.Content, restored.AsOf),
        FindingWithdrawn withdrawn when was is not null =>
            was with { Status = FindingStatus.Withdrawn, ChangedOn = withdrawn.AsOf, Version = was.Version + 1 },
        _ => was,
    };

    private FindingView With(FindingContent content, LocalDate asOf) => this with
    {
        Status = FindingStatus.Active, Content = content, ChangedOn = asOf, Version = Version + 1,
        HasFlagged = HasFlagged || content.Tier == FindingTier.Incident,
    };
}

/// <summary>
/// An incident a rule flagged. It counts for nothing until a person verified it; with its finding withdrawn it is closed again.
/// </summary>
public sealed record IncidentView(
    Guid IncidentId, Guid FindingId, string State, string Rule, string Subject, IReadOnlyList<PartyId> Parties, LocalDate FlaggedOn)
{
    public static IncidentView Of(IncidentFlagged flagged) =>
        new(flagged.IncidentId, flagged.FindingId, "flagged", flagged.Rule, flagged.Subject, flagged.Parties, flagged.AsOf);
}
