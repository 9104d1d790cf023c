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

    /// <summary>What the leaf before the next came from; null where it came from no post.</summary>
    private (Guid Id, ExpectedRecord Record)? _last;

    /// <summary>For the leaves after these: what came of one post may stand on both sides.</summary>
    public ExpectedRows Since()
    {
        var since = new ExpectedRows { _last = _last };
        if (_last is { } last) since.Records[last.Id] = last.Record;
        return since;
    }

    /// <summary>True where leaves that are not taken yet may have come of the same post.</summary>
    public bool MayGoOn(Guid id) => _last is { } last && last.Id == id;

    /// <summary>Takes the next leaf; null where all is well with it.</summary>
    public AuditProblem? Add(LeafContent leaf)
    {
        var (read, headers) = (leaf.ReadEvent(), leaf.ReadHeaders());
        if (read is SealedPartErased erased) Erased[(erased.Target.LedgerEventId(0), Code<SealedKind>.Name(erased.Kind))] = leaf.Seq;
        foreach (var (kind, commitment) in headers.Sealed ?? new Dictionary<string, string>())
            Sealed[(leaf.Id, kind)] = (commitment, leaf.Seq);

        var id = read is GuardedLedgerEvent guarded ? guarded.CommandId.Value : headers.CustodyEvent?.Value;
        if (id is not { } known)
        {
            _last = null;
            return null;
        }

        var record = Records.GetValueOrDefault(known) ?? new(headers.RecordedBy?.Value, leaf.Seq, 0);
        if (record.FirstSequence + record.EventCount != leaf.Seq) // what one post became stands together
            return new(leaf.Seq, $"came from {known}, as others did that do not stand beside it");
        Records[known] = record = record with { EventCount = record.EventCount + 1 };
        _last = (known, record);
        return null;
    }
}
