using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Tests.Merkle;

public sealed class TreeTests
{
    private const int MaxSize = 130;

    private static readonly TreeHash[] Roots =
        [.. Enumerable.Range(0, MaxSize + 1).Select(size => new TreeHash(NaiveTree.Root(0, size)))];

    private static readonly TileStore Store = GrownOneByOne(MaxSize);

    [Fact]
    public void Roots_of_every_size_are_those_of_a_naive_tree()
    {
        var range = new CompactRange();
        for (var size = 0; size <= MaxSize; size++)
        {
            Assert.Equal(Roots[size], range.Root);
            Assert.Equal(Roots[size], new CompactRange(size, range.SubtreeRoots).Root);
            Assert.Equal(Roots[size], Store.At(size).Root());
            range.Append(NaiveTree.LeafHash(size));
        }
        Assert.Throws<ArgumentException>(() => new CompactRange(3, [Roots[2]]));
    }

    [Fact]
    public void Every_leaf_of_every_size_has_its_proof_and_no_other_claim_holds()
    {
        for (var size = 1; size <= MaxSize; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = Store.At(size).InclusionProof(index);
                Assert.Equal(Hashes(NaiveTree.Path(index, 0, size)), proof);

                var leaf = NaiveTree.LeafHash(index);
                Assert.True(MerkleProof.VerifiesInclusion(index, leaf, size, Roots[size], proof));
                Assert.False(MerkleProof.VerifiesInclusion(index + 1, leaf, size, Roots[size], proof));
                Assert.False(MerkleProof.VerifiesInclusion(index - 1, leaf, size, Roots[size], proof));
                Assert.False(MerkleProof.VerifiesInclusion(index, leaf, size, Roots[size - 1], proof));
                Assert.False(MerkleProof.VerifiesInclusion(index, leaf, size, Roots[size], [.. proof, Roots[1]]));
                Assert.DoesNotContain(Damaged(proof, size), damaged =>
                    MerkleProof.VerifiesInclusion(index, leaf, size, Roots[size], damaged));
            }
        }
    }

    [Fact]
    public void Every_two_sizes_have_their_proof_and_no_other_claim_holds()
    {
        for (var size = 1; size <= MaxSize; size++)
        {
            for (var older = 1; older <= size; older++)
            {
                var proof = Store.At(size).ConsistencyProof(older);
                Assert.Equal(Hashes(NaiveTree.Consistency(older, size)), proof);

                var (root, olderRoot) = (Roots[size], Roots[older]);
                Assert.True(MerkleProof.VerifiesConsistency(older, olderRoot, size, root, proof));
                Assert.False(MerkleProof.VerifiesConsistency(older, Roots[older - 1], size, root, proof));
                Assert.False(MerkleProof.VerifiesConsistency(older, olderRoot, size, Roots[size - 1], proof));
                Assert.False(MerkleProof.VerifiesConsistency(older - 1, olderRoot, size, root, proof));
                Assert.False(MerkleProof.VerifiesConsistency(older, olderRoot, size, root, [.. proof, root]));
                Assert.DoesNotContain(Damaged(proof, size), damaged =>
                    MerkleProof.VerifiesConsistency(older, olderRoot, size, root, damaged));
            }
        }
    }

    [Fact]
    public void Every_tree_starts_with_no_leaves_and_none_becomes_smaller()
    {
        Assert.Empty(Store.At(9).ConsistencyProof(0));
        Assert.True(MerkleProof.VerifiesConsistency(0, Roots[0], 9, Roots[9], []));
        Assert.True(MerkleProof.VerifiesConsistency(0, Roots[0], 0, Roots[0], []));
        Assert.False(MerkleProof.VerifiesConsistency(0, Roots[1], 9, Roots[9], []));
        Assert.False(MerkleProof.VerifiesConsistency(0, Roots[0], 9, Roots[9], [Roots[9]]));
        Assert.False(MerkleProof.VerifiesConsistency(0, Roots[1], 0, Roots[1], []));
        Assert.False(MerkleProof.VerifiesConsistency(9, Roots[9], 8, Roots[8], []));
        Assert.False(MerkleProof.VerifiesConsistency(-1, Roots[0], 8, Roots[8], []));
        Assert.False(MerkleProof.VerifiesInclusion(0, Roots[1], 0, Roots[0], []));
        Assert.False(MerkleProof.VerifiesInclusion(-1, Roots[1], -1, Roots[1], []));
        Assert.False(MerkleProof.VerifiesInclusion(0, Roots[1], long.MaxValue, Roots[1], Roots));
    }

    [Fact]
    public void Proofs_from_outside_the_tree_are_not_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Store.At(9).InclusionProof(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Store.At(9).InclusionProof(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Store.At(9).ConsistencyProof(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Store.At(-1));
    }

    [Fact]
    public void A_hash_has_one_spelling()
    {
        var text = Roots[1].ToString();
        Assert.True(TreeHash.TryParse(text, out var hash));
        Assert.Equal(Roots[1], hash);
        string?[] others = [null, "", text[..43], " " + text, text + "\n", text[..40], text[..42] + "f=", text + text];
        Assert.All(others, other => Assert.False(TreeHash.TryParse(other, out _), other));
        Assert.Throws<ArgumentException>(() => new TreeHash(new byte[31]));
    }

    private static IEnumerable<List<TreeHash>> Damaged(IReadOnlyList<TreeHash> proof, int size)
    {
        if (size is > 40 and < 126) yield break; // nothing new there, and a million hashes
        for (var i = 0; i < proof.Count; i++)
        {
            yield return [.. proof.Where((_, place) => place != i)];
            yield return [.. proof.Select((hash, place) => place == i ? TreeHash.Of(hash, hash) : hash)];
            yield return [.. proof.Take(i), proof[i], .. proof.Skip(i)];
        }
    }

    private static List<TreeHash> Hashes(List<byte[]> proof) => [.. proof.Select(hash => new TreeHash(hash))];

    private static TileStore GrownOneByOne(int size)
    {
        var store = new TileStore();
        while (store.Size < size) store.Grow(1);
        return store;
    }
}
