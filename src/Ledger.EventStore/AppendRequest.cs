using Ledger.Domain.Values;
using Ledger.Transparency.Leaves;

namespace Ledger.EventStore;

/// <summary>What is appended together: all of it in one commit, or none. Units that were appended before count as done.</summary>
/// <param name="Units">At least one.</param>
/// <param name="Expected">Versions the caller read and decided on; empty for evidence, which decides on nothing.</param>
public sealed record AppendRequest(IReadOnlyList<AppendUnit> Units, IReadOnlyList<ExpectedVersion> Expected)
{
    /// <summary>Largest number of events in one request: 20,000.</summary>
    public const int MaxEvents = 20_000;

    public AppendRequest(params IReadOnlyList<AppendUnit> units)
        : this(units, []) { }

    /// <summary>Bulk requests wait for room and give way to single ones; single ones are refused when the queue is full.</summary>
    public bool IsBulk { get; init; }

    public int EventCount { get; } = Units.Sum(unit => unit.Events.Count);

    /// <exception cref="ArgumentException">No store takes this: it is empty, too large, or names what has no name.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfZero(EventCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EventCount, MaxEvents);
        foreach (var unit in Units)
        {
            if (unit.Events.Count == 0) throw new ArgumentException("A unit has at least one event.");
            foreach (var newEvent in unit.Events)
                if (!IsName(newEvent.Stream.Value) || !IsName(newEvent.Type))
                    throw new ArgumentException("Streams and types are named in visible ASCII.");
        }
    }

    // One bad name would fail the batch it shares with others.
    private static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('!', '~');
}

/// <summary>One custody event's ledger events, or events that have no custody event (then <paramref name="Custody"/> is null).</summary>
public sealed record AppendUnit(CustodyKey? Custody, IReadOnlyList<NewEvent> Events, IReadOnlyList<SealedBody> Sealed);

/// <summary>The key of idempotency.</summary>
/// <param name="ContentMac">Keyed hash of what was posted: the same id with another one is a conflict.</param>
public sealed record CustodyKey(CustodyEventId Id, PartyId Organisation, byte[] ContentMac)
{
    /// <summary>The same organisation posted the same content.</summary>
    public bool Repeats(CustodyKey other) =>
        Id == other.Id && Organisation == other.Organisation && ContentMac.AsSpan().SequenceEqual(other.ContentMac);
}

/// <summary>An event before it has its place.</summary>
/// <param name="OpensStream">
/// A hint: the stream is probably new, so its head need not be looked up first. A wrong hint only costs time.
/// </param>
public sealed record NewEvent(Guid Id, StreamName Stream, string Type, LeafPrefix Prefix, bool OpensStream = false);

/// <summary>A sealed part: 32 random bytes and the canonical JSON they were hashed with.</summary>
public sealed record SealedBody(Guid EventId, string Kind, byte[] Salt, byte[] Body);

/// <summary>The version a stream had when the caller decided; 0 for a stream that was not there.</summary>
public readonly record struct ExpectedVersion(StreamName Stream, int Version);
