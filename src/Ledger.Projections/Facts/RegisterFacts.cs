using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;

namespace Ledger.Projections.Facts;

/// <summary>Events of guarded streams, which are decisions and no facts.</summary>
public static class RegisterFacts
{
    public static RegisterFact Read(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var leaf = Leaf.Parse(stored.Bytes);
        var headers = leaf.ReadHeaders();
        return new(
            stored.Sequence, stored.Id, stored.Stream, stored.Version, stored.Type, stored.RecordedAt, headers.RecordedBy,
            leaf.ReadEvent());
    }
}
