using System.Collections.Immutable;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>A party in the register. Stream <c>party:{id}</c>.</summary>
/// <param name="Exists">False before its registration.</param>
public sealed record RegisteredParty(ImmutableHashSet<CommandId> Done, bool Exists)
{
    public static readonly RegisteredParty Unknown = new([], Exists: false);

    public static RegisteredParty Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(Unknown, Fold);

    public static RegisteredParty Fold(RegisteredParty party, LedgerEvent ledgerEvent) => ledgerEvent switch
    {
        PartyRegistered registered => new(party.Done.Add(registered.CommandId), Exists: true),
        PartyChanged changed => party with { Done = party.Done.Add(changed.CommandId) },
        _ => party,
    };
}
