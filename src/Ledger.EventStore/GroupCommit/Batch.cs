using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// Requests with their places: sequence, version, previous hash and leaf of every event, as columns ready for one statement.
/// </summary>
internal sealed class Batch(long headSequence, Instant recordedAt, Func<string, StreamHead> headOf)
{
    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);
    private readonly List<(Pending Pending, AppendResult Result)> _members = [];

    /// <summary>The sequence this batch follows on.</summary>
    public long Expected { get; } = headSequence;

    public Instant RecordedAt { get; } = recordedAt;
    public List<Guid> Ids { get; } = [];
    public List<string> Streams { get; } = [];
    public List<int> Versions { get; } = [];
    public List<string> Types { get; } = [];
    public List<byte[]> Leaves { get; } = [];
    public List<LeafHash> Hashes { get; } = [];
    public List<(CustodyKey Key, long FirstSequence, int EventCount)> Custody { get; } = [];
    public List<SealedBody> Sealed { get; } = [];

    public long LastSequence => Expected + Ids.Count;

    /// <summary>The heads after this batch, of the streams it touches.</summary>
    public IReadOnlyDictionary<string, StreamHead> Heads => _heads;

    /// <summary>Requests in this batch with the results they get once it is durable.</summary>
    public IReadOnlyList<(Pending Pending, AppendResult Result)> Members => _members;

    public bool IsAtExpectedVersions(AppendRequest request) =>
        request.Expected.All(expected => HeadOf(expected.Stream.Value).Version == expected.Version);

    /// <summary>Gives every event of the request its place; units in <paramref name="done"/> are there already.</summary>
    public void Add(Pending pending, IReadOnlyDictionary<Guid, UnitResult>? done = null)
    {
        var units = new UnitResult[pending.Request.Units.Count];
        foreach (var (index, unit) in pending.Request.Units.Index())
            units[index] = unit.Custody is { } key && done is not null && done.TryGetValue(key.Id.Value, out var first)
                ? first : Add(unit);
        _members.Add((pending, new(AppendStatus.Created, units)));
    }

    private UnitResult Add(AppendUnit unit)
    {
        if (unit.Custody is { } key) Custody.Add((key, LastSequence + 1, unit.Events.Count));
        Sealed.AddRange(unit.Sealed);
        var receipts = new Receipt[unit.Events.Count];
        for (var i = 0; i < receipts.Length; i++) receipts[i] = Add(unit.Events[i]);
        return new(AppendStatus.Created, receipts);
    }

    private Receipt Add(NewEvent newEvent)
    {
        var stream = newEvent.Stream.Value;
        var head = HeadOf(stream);
        var receipt = (Sequence: LastSequence + 1, Version: head.Version + 1);
        var leaf = Leaf.Complete(newEvent.Prefix, head.LeafHash, RecordedAt, receipt.Sequence, stream, newEvent.Type, receipt.Version);
        Ids.Add(newEvent.Id);
        Streams.Add(stream);
        Versions.Add(receipt.Version);
        Types.Add(newEvent.Type);
        Leaves.Add(leaf.Bytes);
        Hashes.Add(leaf.Hash);
        _heads[stream] = new(receipt.Version, leaf.Hash);
        return new(receipt.Sequence, receipt.Version, leaf.Hash);
    }

    private StreamHead HeadOf(string stream) => _heads.TryGetValue(stream, out var head) ? head : headOf(stream);
}
