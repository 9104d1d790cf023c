using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Transparency.Audit;
using Ledger.Transparency.Leaves;

namespace Ledger.Cli.Fsck;

/// <summary>What a ledger must keep of a custody event or command.</summary>
internal sealed record ExpectedRecord(string? RecordedBy, long FirstSequence, int EventCount);

/// <summary>What a ledger must keep beside its leaves, as the leaves say.</summary>
internal sealed class ExpectedRows
{
    /// <summary>By the id of the custody event or command.</summary>
    public Dictionary<Guid, ExpectedRecord> Records { get; } = [];

    /// <summary>What was committed to, and by which event, by that event's id and the kind.</summary>
    public Dictionary<(Guid Event, string Kind), (string Commitment, long Sequence)> Sealed { get; } = [];

    /// <summary>The events that say that a sealed part was erased.</summary>
    public Dictionary<(Guid Event, string Kind), long> Erased { get; } = [];

    /// <summary>Takes the next leaf; null where all is well with it.</summary>
    public AuditProblem? Add(LeafContent leaf)
    {
        var (read, headers) = (leaf.ReadEvent(), leaf.ReadHeaders());
        if (read is SealedPartErased erased) Erased[(erased.Target.LedgerEventId(0), Code<SealedKind>.Name(erased.Kind))] = leaf.Seq;
        foreach (var (kind, commitment) in headers.Sealed ?? new Dictionary<string, string>())
            Sealed[(leaf.Id, kind)] = (commitment, leaf.Seq);

        var id = read is GuardedLedgerEvent guarded ? guarded.CommandId.Value : headers.CustodyEvent?.Value;
        if (id is not { } known) return null;
        if (!Records.TryGetValue(known, out var record))
        {
            Records[known] = new(headers.RecordedBy?.Value, leaf.Seq, 1);
            return null;
        }

        // What one post became stands together.
        if (record.FirstSequence + record.EventCount != leaf.Seq)
            return new(leaf.Seq, $"came from {known}, as others did that do not stand beside it");
        Records[known] = record with { EventCount = record.EventCount + 1 };
        return null;
    }
}
