using Ledger.Transparency.Leaves;

namespace Ledger.EventStore.GroupCommit;

/// <summary>The newest version of a stream and its leaf hash; version 0 and no hash when the stream is not there.</summary>
internal readonly record struct StreamHead(int Version, LeafHash? LeafHash)
{
    public static StreamHead None => default;
}
