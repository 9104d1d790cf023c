using System.Numerics;

namespace Ledger.Transparency.Merkle;

/// <summary>
/// Whether a proof proves what it claims. Every malformed claim is just not proved: sizes and indexes that cannot be,
/// hashes missing, hashes left over.
/// </summary>
public static class MerkleProof
{
    /// <summary>Leaf <paramref name="index"/> (from 0) is in the tree (RFC 9162, 2.1.3.2).</summary>
    public static bool VerifiesInclusion(
        long index, TreeHash leaf, long size, TreeHash root, IReadOnlyList<TreeHash> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index < 0 || index >= size) return false;

        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = TreeHash.Of(sibling, hash);
                // the last node of an even place has no sibling on its level: up to where it has one
                if ((node & 1) == 0) (node, last) = SkipLevelsWithoutSibling(node, last);
            }
            else
            {
                hash = TreeHash.Of(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    /// <summary>The newer tree starts with all the leaves of the older one (RFC 9162, 2.1.4.2).</summary>
    public static bool VerifiesConsistency(
        long olderSize, TreeHash olderRoot, long size, TreeHash root, IReadOnlyList<TreeHash> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (olderSize < 0 || olderSize > size) return false;
        if (olderSize == size) return proof.Count == 0 && olderRoot == root && HasRoot(size, root);
        if (olderSize == 0) return proof.Count == 0 && HasRoot(0, olderRoot); // every tree starts with no leaves

        // an older tree that is one full subtree is its own first node; it is left out of the proof
        var isFullSubtree = BitOperations.IsPow2(olderSize);
        if (!isFullSubtree && proof.Count == 0) return false;
        var start = isFullSubtree ? olderRoot : proof[0];
        var (node, last) = (olderSize - 1, size - 1);
        var full = BitOperations.TrailingZeroCount(~node);
        (node, last) = (node >> full, last >> full);

        var (olderHash, hash) = (start, start);
        for (var i = isFullSubtree ? 0 : 1; i < proof.Count; i++)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                olderHash = TreeHash.Of(proof[i], olderHash);
                hash = TreeHash.Of(proof[i], hash);
                if ((node & 1) == 0) (node, last) = SkipLevelsWithoutSibling(node, last);
            }
            else
            {
                hash = TreeHash.Of(hash, proof[i]);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && olderHash == olderRoot && hash == root;
    }

    private static bool HasRoot(long size, TreeHash root) => size > 0 || root == TreeHash.OfEmptyTree;

    private static (long Node, long Last) SkipLevelsWithoutSibling(long node, long last)
    {
        while (node != 0 && (node & 1) == 0) (node, last) = (node >> 1, last >> 1);
        return (node, last);
    }
}
