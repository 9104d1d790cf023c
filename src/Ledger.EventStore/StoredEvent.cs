using Ledger.Domain.Values;
using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.EventStore;

/// <summary>An event as it is stored.</summary>
/// <param name="Bytes">The canonical JSON that was hashed; <see cref="Leaf.Parse"/> reads it.</param>
public sealed record StoredEvent(
    long Sequence, Guid Id, StreamName Stream, int Version, string Type, Instant RecordedAt, ReadOnlyMemory<byte> Bytes,
    LeafHash LeafHash);
