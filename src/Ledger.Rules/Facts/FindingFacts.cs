using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>One event of a finding's own stream.</summary>
public sealed record FindingEntry(long Sequence, int Version, Instant RecordedAt, LedgerEvent Event);

/// <summary>What is known of one finding: its own stream, the incident it flagged, and what was answered.</summary>
/// <param name="Entries">In order of version.</param>
/// <param name="Flagged">Null where it flagged none.</param>
/// <param name="Answers">Those that count, sorted.</param>
/// <param name="Settings">The numbers its view goes by.</param>
public sealed record FindingFacts(
    Guid Finding, IReadOnlyList<FindingEntry> Entries, (long Sequence, IncidentFlagged Event)? Flagged, IReadOnlyList<Fact> Answers,
    RuleSettings Settings)
{
    public static FindingFacts Assemble(
        Guid finding, IEnumerable<FindingEntry> stream, (long Sequence, IncidentFlagged Event)? flagged, IEnumerable<Fact> answers,
        Effectiveness effectiveness, RuleSettings settings) => new(
            finding, [.. stream.OrderBy(entry => entry.Version)], flagged,
            [.. answers.Where(fact => fact.Event is FindingAnswered && effectiveness.IsEffective(fact.Custody)).Order()], settings);

    /// <summary>Everybody any version of it names, sorted: once named, a party may answer and goes on seeing it.</summary>
    public IReadOnlyList<PartyId> Named() => [.. Entries.Select(entry => ContentOf(entry.Event)).OfType<FindingContent>()
        .SelectMany(content => content.Parties).Distinct().OrderBy(party => party.Value, StringComparer.Ordinal)];

    internal static FindingContent? ContentOf(LedgerEvent ledgerEvent) => ledgerEvent switch
    {
        FindingRaised raised => raised.Content,
        FindingAmended amended => amended.Content,
        FindingRestored restored => restored.Content,
        _ => null,
    };
}
