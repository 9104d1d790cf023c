using System.Runtime.CompilerServices;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.Testing;

/// <summary>
/// The store's contract in memory, for deterministic simulation: the plainest code that fulfils it, one thread at a time.
/// </summary>
public sealed class InMemoryEventStore(IClock clock) : IEventStore
{
    private readonly Lock _lock = new();
    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<Guid, (CustodyKey Key, UnitResult Result)> _custody = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>While true every request is refused for want of room.</summary>
    public bool IsFull { get; set; }

    /// <summary>Nothing ever waits: each append is done at once.</summary>
    public QueueState Queue => new(0, 0, 0, 0);

    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellation)
    {
        request.Check();
        lock (_lock) return Task.FromResult(IsFull ? new(AppendStatus.Overloaded, []) : Append(request));
    }

    public Task<long> HeadAsync(CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult((long)_events.Count);
    }

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<StoredEvent>>([.. _events.Skip((int)after).Take(limit)]);
    }

    public Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(
        StreamName stream, int afterVersion, int limit, CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<StoredEvent>>(
            [.. _events.Where(stored => stored.Stream == stream).Skip(afterVersion).Take(limit)]);
    }

    public async IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        long after, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            Task grown;
            lock (_lock) grown = _grown.Task;
            var page = await ReadAsync(after, limit, cancellation);
            if (page.Count == 0) await grown.WaitAsync(cancellation);
            else yield return page;
            after += page.Count;
        }
    }

    private AppendResult Append(AppendRequest request)
    {
        var statuses = request.Units.Select(unit => Look(unit, request)).ToList();
        if (statuses.Contains(AppendStatus.ConflictingContent))
            return new(AppendStatus.ConflictingContent, [.. statuses.Select(status => new UnitResult(status, []))]);
        if (statuses.TrueForAll(status => status == AppendStatus.Duplicate))
            return new(AppendStatus.Duplicate, [.. request.Units.Select(Store)]);
        if (request.Expected.Any(expected => Head(expected.Stream)?.Version is var version && (version ?? 0) != expected.Version))
            return new(AppendStatus.StaleVersion, []);

        var results = request.Units.Select(Store).ToList();
        Interlocked.Exchange(ref _grown, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return new(AppendStatus.Created, results);
    }

    private AppendStatus Look(AppendUnit unit, AppendRequest request)
    {
        if (unit.Custody is not { } key) return AppendStatus.Unknown;
        var first = request.Units.Select(other => other.Custody).First(other => other?.Id == key.Id)!;
        if (!_custody.TryGetValue(key.Id.Value, out var there))
            return key.Repeats(first) ? AppendStatus.Unknown : AppendStatus.ConflictingContent;
        return key.Repeats(there.Key) ? AppendStatus.Duplicate : AppendStatus.ConflictingContent;
    }

    private UnitResult Store(AppendUnit unit)
    {
        if (unit.Custody is { } key && _custody.TryGetValue(key.Id.Value, out var there))
            return there.Result with { Status = AppendStatus.Duplicate };

        var result = new UnitResult(AppendStatus.Created, [.. unit.Events.Select(Store)]);
        if (unit.Custody is { } first) _custody[first.Id.Value] = (first, result);
        return result;
    }

    private Receipt Store(NewEvent newEvent)
    {
        var head = Head(newEvent.Stream);
        var (sequence, version) = (_events.Count + 1L, (head?.Version ?? 0) + 1);
        var recordedAt = Instant.FromUnixTimeTicks(clock.GetCurrentInstant().ToUnixTimeTicks() / 10 * 10);
        var leaf = Leaf.Complete(
            newEvent.Prefix, head?.LeafHash, recordedAt, sequence, newEvent.Stream.Value, newEvent.Type, version);
        _events.Add(new(sequence, newEvent.Id, newEvent.Stream, version, newEvent.Type, recordedAt, leaf.Bytes, leaf.Hash));
        return new(sequence, version, leaf.Hash);
    }

    private StoredEvent? Head(StreamName stream) => _events.FindLast(stored => stored.Stream == stream);
}
