using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Integration;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Proofs;

/// <summary>
/// Verifies the records of one stream as they stand in the database against the log as it is published: for those who will not run a
/// verifier. That none was left out at the end takes a dossier.
/// </summary>
internal sealed class StreamVerifier(IEventStore store, PublishedLog log, TileReader tiles)
{
    // What is asked for without a key has few records; the rest of a longer one is not looked at.
    private const int MostEvents = 200;

    /// <summary>How its history stands; null where there is none.</summary>
    public async Task<HistoryStanding?> StandingAsync(StreamName stream, CancellationToken cancellation)
    {
        var events = await store.ReadStreamAsync(stream, 0, MostEvents, cancellation);
        if (events.Count == 0) return null;
        var published = log.Current?.Head;
        var (version, previous, isSigned) = (0, (LeafHash?)null, true);
        foreach (var each in events)
        {
            if (!Continues(each, stream, ++version, previous)) return HistoryStanding.Altered;
            if (published is null || published.Size < each.Sequence) isSigned = false;
            else if (!await IsInAsync(published, each.Sequence - 1, each.LeafHash, cancellation)) return HistoryStanding.Altered;
            previous = each.LeafHash;
        }

        return isSigned ? HistoryStanding.Verified : HistoryStanding.NotSignedYet;
    }

    private static bool Continues(StoredEvent stored, StreamName stream, int version, LeafHash? previous) =>
        stored.IsAsItsLeaf() && stored.Stream == stream && stored.Version == version && Leaf.Parse(stored.Bytes).Prev == previous;

    private async Task<bool> IsInAsync(Checkpoint head, long index, LeafHash leaf, CancellationToken cancellation)
    {
        try
        {
            var proof = await tiles.InclusionProofAsync(index, head.Size, cancellation);
            return MerkleProof.VerifiesInclusion(index, leaf, head.Size, head.Root, proof);
        }
        catch (LogDamagedException)
        {
            return false;
        }
    }
}
