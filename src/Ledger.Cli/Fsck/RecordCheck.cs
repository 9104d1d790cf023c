using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Transparency.Audit;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Fsck;

/// <summary>
/// Compares what a running ledger keeps beside its leaves with what they say: whose each custody event and command is and what
/// it became, that every sealed part is what was committed to or its erasure is recorded, where each stream ends, the tree of
/// heads, and the keys it names as its own. A row that no leaf speaks of is found as well as one that is gone.
/// </summary>
/// <param name="server">The ledger.</param>
/// <param name="keys">The keys that are trusted.</param>
internal sealed class RecordCheck(ServerSource server, IReadOnlyCollection<NoteVerifier> keys)
{
    private readonly ExpectedRows _expected = new();
    private readonly List<JsonNode> _strangeRecords = [];
    private readonly List<JsonNode> _strangeParts = [];
    private readonly List<(JsonNode Row, long? Sequence)> _strangeHeads = [];

    /// <summary>Takes the next leaf; null where all is well with it.</summary>
    public AuditProblem? Add(LeafContent leaf) => _expected.Add(leaf);

    /// <summary>Compares, once all leaves were taken. Rows that came since are told by the leaves that came since.</summary>
    public async Task<AuditProblem?> FinishAsync(LogAudit audit, CancellationToken cancellation) =>
        await CheckRecordsAsync(cancellation) ?? await CheckSealedAsync(cancellation) ?? await CheckHeadsAsync(audit.Heads, cancellation)
        ?? await CheckSinceAsync(audit.Size, cancellation)
        ?? await CheckTakenAsync(audit, cancellation) ?? await CheckKeysAsync(cancellation);

    private async Task<AuditProblem?> CheckRecordsAsync(CancellationToken cancellation)
    {
        await foreach (var row in server.KeptAsync("records", row => (string)row["id"]!, cancellation))
            if (!_expected.Records.Remove((Guid)row["id"]!, out var expected)) _strangeRecords.Add(row);
            else if (Record(row) == expected) continue;
            else if (_expected.MayGoOn((Guid)row["id"]!)) _strangeRecords.Add(row);
            else return new(expected.FirstSequence, $"came from {row["id"]}, of which the ledger keeps: {row.ToJsonString()}");
        return _expected.Records.OrderBy(missing => missing.Value.FirstSequence)
            .Select(missing => new AuditProblem(
                missing.Value.FirstSequence, $"came from {missing.Key}, of which the ledger says that there is no such record"))
            .FirstOrDefault();
    }

    private async Task<AuditProblem?> CheckSealedAsync(CancellationToken cancellation)
    {
        await foreach (var row in server.KeptAsync("sealed", row => $"{row["eventId"]}/{row["kind"]}", cancellation))
        {
            var part = Part(row);
            if (_expected.Erased.TryGetValue(part, out var erased))
                return new(erased, $"erased the sealed part {part.Kind} of event {part.Event}, which is still there");
            if (!_expected.Sealed.Remove(part, out var expected)) _strangeParts.Add(row);
            else if (!Opens(row, expected.Commitment))
                return new(expected.Sequence, $"committed to another sealed part ({part.Kind}) than is kept");
        }

        return null;
    }

    // Both are sorted by stream.
    private async Task<AuditProblem?> CheckHeadsAsync(IEnumerable<(StreamHead Head, long Sequence)> derived, CancellationToken cancellation)
    {
        using var next = derived.GetEnumerator();
        var isThere = next.MoveNext();
        await foreach (var row in server.KeptAsync("heads", row => (string)row["stream"]!, cancellation))
        {
            var stream = (string)row["stream"]!;
            if (isThere && StreamHead.Compare(next.Current.Head.Stream, stream) < 0) return Missing(next.Current);
            var isKnown = isThere && next.Current.Head.Stream == stream;
            if (!isKnown || HeadOf(row) != next.Current.Head) _strangeHeads.Add((row, isKnown ? next.Current.Sequence : null));
            if (isKnown) isThere = next.MoveNext();
        }

        return isThere ? Missing(next.Current) : null;

        static AuditProblem Missing((StreamHead Head, long Sequence) end) =>
            new(end.Sequence, $"is the newest of {end.Head.Stream}, and the ledger does not keep where that ends");
    }

    private async Task<AuditProblem?> CheckSinceAsync(long size, CancellationToken cancellation)
    {
        var (since, heads) = (_expected.Since(), new HashSet<StreamHead>());
        await foreach (var bytes in server.LeavesAsync(size, long.MaxValue, cancellation))
        {
            var leaf = Leaf.Parse(bytes);
            if (since.Add(leaf) is { } problem) return problem;
            heads.Add(new(leaf.Stream, leaf.Version, LeafHash.Of(bytes.Span)));
        }

        var gone = _expected.Sealed.Where(part => !_expected.Erased.ContainsKey(part.Key) && !since.Erased.ContainsKey(part.Key))
            .OrderBy(part => part.Value.Sequence).Select(part => new AuditProblem(
                part.Value.Sequence, $"committed to a sealed part ({part.Key.Kind}) that is gone, and no event says that it was erased"));
        if (gone.FirstOrDefault() is { } first) return first;
        foreach (var row in _strangeRecords)
            if (since.Records.GetValueOrDefault((Guid)row["id"]!) != Record(row))
                return new((long)row["firstSequence"]!, $"is kept as what {row["id"]} became, and does not say so");
        foreach (var row in _strangeParts)
            if (!since.Sealed.TryGetValue(Part(row), out var made) || !Opens(row, made.Commitment))
                return new(null, $"a sealed part ({row["kind"]}) is kept of event {row["eventId"]}, which did not commit to it");
        foreach (var (row, sequence) in _strangeHeads)
            if (HeadOf(row) is not { } head || !heads.Contains(head))
                return sequence is null ? new(null, $"the ledger keeps the end of a stream that is not there: {row.ToJsonString()}")
                    : new(sequence, $"is the newest of its stream, of which the ledger keeps another end: {row.ToJsonString()}");
        return null;
    }

    // The root was derived; so whatever is proved by it is right, and what is not proved is not kept as it was.
    private async Task<AuditProblem?> CheckTakenAsync(LogAudit audit, CancellationToken cancellation)
    {
        foreach (var edge in audit.Taken?.Edges ?? [])
        {
            var answer = await server.HeadAsync(edge.Stream, cancellation);
            if ((long?)answer?["taken"]?["sequence"] > audit.Size) return null; // taken since
            if (answer?["proof"] is not { } json || !IsProved(audit.Taken!, edge, json))
                return new(audit.Taken!.Sequence, $"names a root of heads in which the ledger does not prove where {edge.Stream} ended");
        }

        return null;
    }

    private static bool IsProved(DerivedHeads taken, StreamHead head, JsonNode json)
    {
        var proof = HeadsProof.FromJson(JsonSerializer.SerializeToUtf8Bytes(json));
        return proof.Judge(taken.Streams, taken.Root) == HeadsVerdict.Head && proof.Heads[0].Head == head;
    }

    private async Task<AuditProblem?> CheckKeysAsync(CancellationToken cancellation)
    {
        var named = await server.KeysAsync(cancellation);
        var given = keys.Select(key => key.ToString()).ToList();
        return named.Except(given).Select(key => new AuditProblem(
                null, $"the ledger names a key as its own that you did not give: {key}; add it with --vkey if you know that it signed"))
            .Concat(given.Except(named).Select(key => new AuditProblem(null, $"the ledger does not name a key of yours as its own: {key}")))
            .FirstOrDefault();
    }

    private static ExpectedRecord Record(JsonNode row) =>
        new((string?)row["organisation"], (long)row["firstSequence"]!, (int)row["eventCount"]!);

    private static (Guid Event, string Kind) Part(JsonNode row) => ((Guid)row["eventId"]!, (string)row["kind"]!);

    private static bool Opens(JsonNode row, string commitment) => SealedCommitment.Opens(
        commitment, Convert.FromBase64String((string)row["salt"]!), Convert.FromBase64String((string)row["body"]!));

    private static StreamHead? HeadOf(JsonNode row) =>
        Convert.FromBase64String((string)row["leafHash"]!) is { Length: LeafHash.Length } hash
            ? new((string)row["stream"]!, (int)row["version"]!, new(hash)) : null;
}
