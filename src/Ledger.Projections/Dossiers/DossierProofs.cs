using System.Runtime.CompilerServices;
using Ledger.Projections.Heads;
using Ledger.Projections.Integration;
using Ledger.Transparency.Dossiers;
using Ledger.Transparency.Merkle;

namespace Ledger.Projections.Dossiers;

/// <summary>Proofs of many leaves and many heads at once; tiles and pages are read a batch at a time.</summary>
public sealed class DossierProofs(TileReader tiles, HeadsReader heads)
{
    private const int LeavesInOneRead = 256;

    /// <summary>The inclusion proof of each leaf, in the order given.</summary>
    /// <param name="indexes">From 0.</param>
    public async IAsyncEnumerable<PooledProof> InclusionAsync(
        IReadOnlyList<long> indexes, long size, HashPool pool, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var shape = new TiledTree(size, _ => default);
        foreach (var batch in indexes.Chunk(LeavesInOneRead))
        {
            var tree = new TiledTree(size, await tiles.FetchAsync(batch.SelectMany(shape.TilesForInclusion), cancellation));
            foreach (var index in batch) yield return new(index, pool.LinesOf(tree.InclusionProof(index)));
        }
    }

    /// <summary>The heads that prove where streams ended or that there were none, each once.</summary>
    /// <param name="mayShow">Whether the reader may know of that stream; a proof by another is left out.</param>
    public async IAsyncEnumerable<PooledHead> HeadsAsync(
        TakenHeads taken, IReadOnlyCollection<string> streams, Func<string, bool> mayShow, HashPool pool,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var head in heads.ProveAllAsync(taken, streams, cancellation))
            if (mayShow(head.Head.Stream)) yield return new(head.Index, head.Head, pool.LinesOf(head.Hashes));
    }
}
