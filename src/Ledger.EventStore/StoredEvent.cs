using Ledger.Domain.Values;
using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.EventStore;

/// <summary>An event as it is stored.</summary>
/// <param name="Bytes">The canonical JSON that was hashed; <see cref="Leaf.Parse"/> reads it.</param>
public sealed record StoredEvent(
    long Sequence, Guid Id, StreamName Stream, int Version, string Type, Instant RecordedAt, ReadOnlyMemory<byte> Bytes,
    LeafHash LeafHash)
{
    /// <summary>
    /// True if the row says what its leaf says, and the hash is the leaf's: else somebody changed it behind the service's back.
    /// </summary>
    public bool IsAsItsLeaf()
    {
        try
        {
            var leaf = Leaf.Parse(Bytes);
            return (leaf.Seq, leaf.Id, leaf.Stream, leaf.Version, leaf.Type, leaf.RecordedAt)
                == (Sequence, Id, Stream.Value, Version, Type, RecordedAt) && LeafHash.Of(Bytes.Span) == LeafHash;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
