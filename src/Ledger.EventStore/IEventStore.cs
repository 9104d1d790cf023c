using Ledger.Domain.Values;

namespace Ledger.EventStore;

/// <summary>
/// The ledger's events. Acknowledged events are durable, in the order of a dense sequence, and contiguous in their streams;
/// a reader sees them in that order and never one that a crash could undo.
/// </summary>
public interface IEventStore
{
    /// <summary>What waits on this node to be stored.</summary>
    QueueState Queue { get; }

    /// <summary>Appends all units or none; see <see cref="AppendStatus"/> for how it may end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting; the events may still be stored.</exception>
    Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellation);

    /// <summary>The sequence of the newest event; 0 when there is none.</summary>
    Task<long> HeadAsync(CancellationToken cancellation);

    /// <summary>Events after a sequence, in order, at most <paramref name="limit"/>; empty at the end.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>Events of one stream after a version, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(StreamName stream, int afterVersion, int limit, CancellationToken cancellation);

    /// <summary>Events after a sequence as they come, in pages that are never empty; ends only by cancellation.</summary>
    IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(long after, int limit, CancellationToken cancellation);
}

/// <summary>Appends that were taken on this node and are not stored yet, and how many it takes before it says that it is busy.</summary>
/// <param name="Events">Of single requests.</param>
/// <param name="BulkRequests">Slices of imports and other bulk.</param>
public sealed record QueueState(int Events, int MostEvents, int BulkRequests, int MostBulkRequests);
