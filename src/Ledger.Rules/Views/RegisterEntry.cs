using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>One decision in a register: an event of a guarded stream, which came from no custody event.</summary>
/// <param name="RecordedBy">Absent for what the ledger itself wrote.</param>
public sealed record RegisterFact(
    long Sequence, Guid EventId, StreamName Stream, int Version, string Type, Instant RecordedAt, PartyId? RecordedBy, LedgerEvent Event);

/// <summary>One decision as it is shown.</summary>
/// <param name="Data">The ledger event's own members, as in its leaf.</param>
public sealed record RegisterEntry(
    long Sequence, int Version, string Type, Instant RecordedAt, PartyId? RecordedBy, JsonElement Data)
{
    public static RegisterEntry Of(RegisterFact fact) => new(
        fact.Sequence, fact.Version, fact.Type, fact.RecordedAt, fact.RecordedBy, EventTypes.AsElement(fact.Event));
}
