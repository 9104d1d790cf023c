using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Explanations;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

[JsonConverter(typeof(CodeJsonConverter<FindingStatus>))]
public enum FindingStatus { Active, Withdrawn }

/// <summary>A finding as it stands, with what was answered: a pure function of its facts.</summary>
/// <param name="RaisedOn">The day rules last looked when it was first raised.</param>
/// <param name="ChangedOn">The same for its newest change.</param>
/// <param name="Named">Everybody it ever named: they see it at once and may answer.</param>
/// <param name="OpensOn">From the close of that day others see it too: the day it was raised once somebody named has answered.</param>
public sealed record FindingView(
    Guid FindingId, FindingStatus Status, FindingContent Content, LocalDate RaisedOn, LocalDate ChangedOn, int Version, Audience Audience,
    IReadOnlyList<PartyId> Named, LocalDate OpensOn, IReadOnlyList<AnswerView> Answers)
{
    /// <summary>Its versions, oldest first; only where one finding is asked for.</summary>
    public IReadOnlyList<FindingHistoryEntry>? History { get; init; }

    /// <summary>It in words, in the language that is asked for: only in answers, since rows and dossiers hold no prose.</summary>
    public Explanation? Explanation { get; init; }

    /// <summary>It was at incident tier once, and so has flagged its incident: an incident is flagged once.</summary>
    [JsonIgnore]
    public bool HasFlagged { get; init; }

    /// <summary>Folds the finding's stream; null when it was never raised.</summary>
    public static FindingView? Of(FindingFacts finding)
    {
        if (finding.Entries is not [{ Event: FindingRaised raised } first, ..]) return null;
        var contents = finding.Entries.Select(entry => FindingFacts.ContentOf(entry.Event)).OfType<FindingContent>().ToList();
        var (last, named) = (finding.Entries[^1], finding.Named());
        List<AnswerView> answers = [.. finding.Answers.Select(answer => AnswerView.Of(answer, named))];
        return new(
            finding.Finding, last.Event is FindingWithdrawn ? FindingStatus.Withdrawn : FindingStatus.Active, contents[^1], raised.AsOf,
            AsOf(last.Event), last.Version, Audiences.Of(contents[^1]), named,
            answers.Exists(answer => answer.IsNamed) ? raised.AsOf : OpensByTime(first, raised, finding.Settings), answers)
        {
            HasFlagged = contents.Exists(content => content.Tier == FindingTier.Incident),
        };
    }

    /// <summary>The same with its versions.</summary>
    public static FindingView? WithHistory(FindingFacts finding) => Of(finding) is { } view ? view with
    {
        History = [.. finding.Entries.Select(entry => new FindingHistoryEntry(
            entry.Version, EventTypes.NameOf(entry.Event), AsOf(entry.Event), entry.RecordedAt, FindingFacts.ContentOf(entry.Event)))],
    } : null;

    /// <summary>Others than those concerned may see it, as of a closed day.</summary>
    public bool IsOpen(LocalDate asOf) => Audience == Audience.Concerned && OpensOn <= asOf;

    // Raised before any day was closed, the count begins with the day it was recorded.
    private static LocalDate OpensByTime(FindingEntry first, FindingRaised raised, RuleSettings settings)
    {
        var from = raised.AsOf == ClosedDays.BeforeAll ? first.RecordedAt.InUtc().Date : raised.AsOf;
        return WorkingDays.After(from, settings.At(raised.AsOf).AnswerWorkingDays);
    }

    private static LocalDate AsOf(LedgerEvent ledgerEvent) => ledgerEvent switch
    {
        FindingRaised raised => raised.AsOf,
        FindingAmended amended => amended.AsOf,
        FindingRestored restored => restored.AsOf,
        _ => ((FindingWithdrawn)ledgerEvent).AsOf,
    };
}

/// <summary>One version of a finding.</summary>
/// <param name="Type">finding_raised, finding_amended, finding_withdrawn or finding_restored.</param>
/// <param name="Content">Absent where it was withdrawn.</param>
public sealed record FindingHistoryEntry(int Version, string Type, LocalDate AsOf, Instant RecordedAt, FindingContent? Content);

/// <summary>What somebody answered to a finding.</summary>
/// <param name="By">Who recorded it.</param>
/// <param name="IsNamed">False: it came from somebody the finding does not name. It stands on record and opens nothing.</param>
/// <param name="Documents">By their hashes.</param>
public sealed record AnswerView(
    CustodyEventId CustodyEvent, PartyId By, bool IsNamed, OffsetDateTime AnsweredAt, Instant RecordedAt,
    IReadOnlyList<DocumentReference>? Documents)
{
    /// <summary>Sealed: only for those entitled, and gone once it was erased.</summary>
    public string? Text { get; init; }

    internal static AnswerView Of(Fact fact, IReadOnlyList<PartyId> named) => new(
        fact.Custody, fact.RecordedBy,
        named.Contains(fact.RecordedBy) || (fact.Headers.Countersigned?.Any(each => named.Contains(each.Party)) ?? false),
        fact.Event.When.EventTime, fact.RecordedAt, fact.Headers.Documents);
}
