using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// Requests with the answers they get once the batch is durable, and the places of all events to be stored: sequence,
/// version, previous hash and leaf, as columns ready for one statement.
/// </summary>
/// <param name="headSequence">The sequence this batch follows on.</param>
/// <param name="clock">Gives the record time. PostgreSQL keeps microseconds: what is hashed must be what is stored.</param>
/// <param name="headOf">Heads as of that sequence.</param>
/// <param name="custodyOf">What is known to be stored; the primary key tells what was not known.</param>
internal sealed class Batch(
    long headSequence, IClock clock, Func<string, StreamHead> headOf, Func<Guid, KnownCustody?> custodyOf)
{
    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, KnownCustody> _custody = [];
    private readonly List<(Pending Pending, AppendResult Result)> _members = [];

    public long Expected { get; } = headSequence;
    public Instant RecordedAt { get; } = ToMicroseconds(clock.GetCurrentInstant());
    public List<Guid> Ids { get; } = [];
    public List<string> Streams { get; } = [];
    public List<int> Versions { get; } = [];
    public List<string> Types { get; } = [];
    public List<byte[]> Leaves { get; } = [];
    public List<LeafHash> Hashes { get; } = [];
    public List<SealedBody> Sealed { get; } = [];

    public long LastSequence => Expected + Ids.Count;

    /// <summary>The custody events this batch stores.</summary>
    public IReadOnlyDictionary<Guid, KnownCustody> Custody => _custody;

    /// <summary>The heads after this batch, of the streams it touches.</summary>
    public IReadOnlyDictionary<string, StreamHead> Heads => _heads;

    /// <summary>Every request with its answer.</summary>
    public IReadOnlyList<(Pending Pending, AppendResult Result)> Members => _members;

    /// <summary>Decides a request and gives its new events their places.</summary>
    public void Add(Pending pending) => _members.Add((pending, Decide(pending.Request)));

    // In the order of AppendStatus. Phones send twice as a matter of routine: an id that comes again, in this batch too,
    // is a duplicate and disturbs nobody.
    private AppendResult Decide(AppendRequest request)
    {
        var units = request.Units;
        var statuses = Look(units);
        if (statuses.Contains(AppendStatus.ConflictingContent))
            return new(AppendStatus.ConflictingContent, [.. statuses.Select(status => new UnitResult(status, []))]);
        if (Array.TrueForAll(statuses, status => status == AppendStatus.Duplicate))
            return new(AppendStatus.Duplicate, [.. units.Select(Place)]);
        if (!request.Expected.All(expected => HeadOf(expected.Stream.Value).Version == expected.Version))
            return AppendResult.Stale;
        return new(AppendStatus.Created, [.. units.Select(Place)]);
    }

    private AppendStatus[] Look(IReadOnlyList<AppendUnit> units)
    {
        var statuses = new AppendStatus[units.Count];
        var own = units.Count > 1 ? new Dictionary<Guid, CustodyKey>(units.Count) : null;
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = AppendStatus.Unknown;
            if (units[i].Custody is not { } key) continue;
            var there = Find(key);
            if (there is not null) statuses[i] = key.Repeats(there.Key) ? AppendStatus.Duplicate : AppendStatus.ConflictingContent;
            else if (own is not null && !own.TryAdd(key.Id.Value, key) && !key.Repeats(own[key.Id.Value]))
                statuses[i] = AppendStatus.ConflictingContent;
        }

        return statuses;
    }

    private KnownCustody? Find(CustodyKey key) => _custody.GetValueOrDefault(key.Id.Value) ?? custodyOf(key.Id.Value);

    private UnitResult Place(AppendUnit unit)
    {
        if (unit.Custody is { } key && Find(key) is { } there) return new(AppendStatus.Duplicate, there.Receipts);

        var receipts = new Receipt[unit.Events.Count];
        for (var i = 0; i < receipts.Length; i++) receipts[i] = Place(unit.Events[i]);
        Sealed.AddRange(unit.Sealed);
        if (unit.Custody is { } first) _custody.Add(first.Id.Value, new(first, receipts));
        return new(AppendStatus.Created, receipts);
    }

    private Receipt Place(NewEvent newEvent)
    {
        var stream = newEvent.Stream.Value;
        var head = HeadOf(stream);
        var receipt = (Sequence: LastSequence + 1, Version: head.Version + 1);
        var leaf = Leaf.Complete(
            newEvent.Prefix, head.LeafHash, RecordedAt, receipt.Sequence, stream, newEvent.Type, receipt.Version);
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

    private static Instant ToMicroseconds(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (ticks % 10)); // 1 tick = 100 ns
    }
}
