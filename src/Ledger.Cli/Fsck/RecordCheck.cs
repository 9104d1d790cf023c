using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Transparency.Audit;
using Ledger.Transparency.Leaves;

namespace Ledger.Cli.Fsck;

/// <summary>
/// Compares what a running ledger keeps beside its leaves with what they say: whose each custody event and command is and what it
/// became, and that every sealed part is what was committed to, or its erasure is recorded.
/// </summary>
internal sealed class RecordCheck(ServerSource server)
{
    private readonly List<(LeafContent Leaf, LeafHash Hash)> _together = [];
    private readonly Dictionary<(Guid Id, string Kind), long> _gone = [];
    private readonly Dictionary<(Guid Id, string Kind), long> _erased = [];
    private Guid? _id; // of what those came from

    /// <summary>Takes the next leaf. What came from one post stands together, so it is looked at when the next begins.</summary>
    public async Task<AuditProblem?> AddAsync(LeafContent leaf, LeafHash hash, CancellationToken cancellation)
    {
        var read = leaf.ReadEvent();
        if (read is SealedPartErased erased) _erased[PartOf(erased)] = leaf.Seq;
        var id = read is GuardedLedgerEvent guarded ? guarded.CommandId.Value : leaf.ReadHeaders().CustodyEvent?.Value;
        var problem = id == _id ? null : await CheckAsync(cancellation);
        _id = id;
        if (id is not null) _together.Add((leaf, hash));
        return problem;
    }

    /// <summary>Looks at the last, and at what was erased.</summary>
    /// <param name="size">Of the log that was looked at: parts may have been erased since.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<AuditProblem?> FinishAsync(long size, CancellationToken cancellation)
    {
        if (await CheckAsync(cancellation) is { } problem) return problem;
        foreach (var ((id, kind), sequence) in _erased)
            if (await server.SealedAsync(id, kind, cancellation) is not null)
                return new(sequence, $"erased the sealed part {kind} of {id}, which is still there");
        foreach (var part in _erased.Keys) _gone.Remove(part);
        if (_gone.Count > 0)
            await foreach (var bytes in server.LeavesAsync(size, long.MaxValue, cancellation))
                if (Leaf.Parse(bytes) is var leaf && leaf.ReadEvent() is SealedPartErased since)
                    _gone.Remove(PartOf(since));
        return _gone.Count == 0 ? null
            : _gone.OrderBy(gone => gone.Value).Select(gone => new AuditProblem(
                gone.Value, $"committed to a sealed part ({gone.Key.Kind}) that is gone, and no event says that it was erased")).First();
    }

    private async Task<AuditProblem?> CheckAsync(CancellationToken cancellation)
    {
        if (_id is not { } id) return null;
        List<(LeafContent Leaf, LeafHash Hash)> leaves = [.. _together];
        (_id, var headers) = (null, leaves[0].Leaf.ReadHeaders());
        _together.Clear();
        var first = leaves[0].Leaf.Seq;
        if (await server.RecordAsync(id, cancellation) is not { } record)
            return new(first, $"came from {id}, of which the ledger says that there is no such record");
        if (record["recordedBy"]?.GetValue<string>() != headers.RecordedBy?.Value)
            return new(first, $"was recorded by {headers.RecordedBy}, and the ledger says by {record["recordedBy"]}");
        var receipts = leaves.Select(each => string.Create(
            CultureInfo.InvariantCulture, $"{each.Leaf.Seq} {each.Leaf.Stream} {each.Leaf.Version} {each.Hash}"));
        if (!receipts.SequenceEqual(record["events"]!.AsArray().Select(Receipt)))
            return new(first, $"came from {id} with {leaves.Count - 1} others, and the ledger answers with other receipts");
        foreach (var (kind, commitment) in headers.Sealed ?? new Dictionary<string, string>())
        {
            if (await server.SealedAsync(id, kind, cancellation) is not var (salt, body)) _gone[(id, kind)] = first;
            else if (!SealedCommitment.Opens(commitment, salt, body))
                return new(first, $"committed to another sealed part ({kind}) than is kept");
        }

        return null;
    }

    private static string Receipt(JsonNode? receipt) =>
        $"{receipt!["sequence"]} {receipt["stream"]} {receipt["version"]} {receipt["leafHash"]}";

    private static (Guid Id, string Kind) PartOf(SealedPartErased erased) => (erased.Target.Value, Code<SealedKind>.Name(erased.Kind));
}
