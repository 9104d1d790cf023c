using Ledger.Domain.Values;
using Ledger.EventStore;
using NodaTime;

namespace Ledger.Projections.Views;

/// <summary>
/// Views that are far behind, after an import or an upgrade, are made anew instead of being brought forward page by page: a stream
/// that is written whole, once, takes a quarter of what its pages take one by one.
/// </summary>
/// <param name="mayRebuild">This node may make schemas, so that what it asks for will be done.</param>
/// <param name="far">Events that count as far.</param>
public sealed class FarBehind(RebuildJobs jobs, IEventStore store, IClock clock, bool mayRebuild, long far = FarBehind.Events)
{
    /// <summary>Some seconds, page by page.</summary>
    public const long Events = 20_000;

    private const int OneIn = 3;

    /// <summary>Who asks: the service itself.</summary>
    public static readonly PartyId AskedBy = new("ledger");

    /// <summary>True while views are far behind that sequence, whoever brings them forward.</summary>
    public bool Is(long written, long head) => head - written >= far;

    /// <summary>True when it takes less to make all rows anew than to bring them from one sequence to the other.</summary>
    internal static bool IsRebuildShorter(long written, long head, long far) => head - written >= far && (head - written) * OneIn >= head;

    /// <summary>
    /// Sees to it that views which stand there are made anew where that takes less; true while that is under way, when to bring the old
    /// ones forward would be for nothing. Not asked for again where it failed from there on.
    /// </summary>
    public async Task<bool> IsLeftToRebuildAsync(long written, CancellationToken cancellation)
    {
        if (!mayRebuild || !IsRebuildShorter(written, await store.HeadAsync(cancellation), far)) return false;
        if (await jobs.UnderWayAsync(cancellation) is not null) return true;
        if (await jobs.LatestAsync(cancellation) is { State: RebuildState.Failed } failed && failed.TargetSequence > written) return false;
        var now = Instant.FromUnixTimeMilliseconds(clock.GetCurrentInstant().ToUnixTimeMilliseconds());
        await jobs.RequestAsync(Guid.CreateVersion7(), AskedBy, now, cancellation);
        return true;
    }
}
