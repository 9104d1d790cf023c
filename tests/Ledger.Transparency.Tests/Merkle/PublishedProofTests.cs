using System.Text.Json;
using Ledger.Testing;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Tests.Merkle;

public sealed class PublishedProofTests
{
    [Fact]
    public void Published_inclusion_proofs_hold_or_are_refused_as_they_should() =>
        Check("inclusion", claim => TreeHash.TryParse(claim.LeafHash, out var leaf)
            && TreeHash.TryParse(claim.Root, out var root) && Proof(claim) is { } proof
            && MerkleProof.VerifiesInclusion(Number(claim.LeafIdx), leaf, Number(claim.TreeSize), root, proof));

    [Fact]
    public void Published_consistency_proofs_hold_or_are_refused_as_they_should() =>
        Check("consistency", claim => TreeHash.TryParse(claim.Root1, out var olderRoot)
            && TreeHash.TryParse(claim.Root2, out var root) && Proof(claim) is { } proof
            && MerkleProof.VerifiesConsistency(Number(claim.Size1), olderRoot, Number(claim.Size2), root, proof));

    private static void Check(string kind, Func<Claim, bool> holds)
    {
        var files = Directory.GetFiles(
            Path.Combine(SharedData.Folder("merkle"), kind), "*.json", SearchOption.AllDirectories);
        var wrong = new List<string>();
        var good = 0;
        foreach (var file in files)
        {
            var claim = JsonSerializer.Deserialize<Claim>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
            if (holds(claim) == claim.WantErr) wrong.Add(file);
            if (!claim.WantErr) good++;
        }
        Assert.Empty(wrong);
        Assert.True(files.Length > 40 && good >= 3, $"{files.Length} vectors, {good} good ones");
    }

    /// <summary>What is beyond a long is negative here; neither is a place in a tree.</summary>
    private static long Number(ulong number) => unchecked((long)number);

    private static List<TreeHash>? Proof(Claim claim)
    {
        var proof = new List<TreeHash>();
        foreach (var text in claim.Proof ?? [])
        {
            if (!TreeHash.TryParse(text, out var hash)) return null;
            proof.Add(hash);
        }
        return proof;
    }

    private sealed record Claim(
        ulong LeafIdx, ulong TreeSize, string Root, string LeafHash,
        ulong Size1, ulong Size2, string Root1, string Root2, string[]? Proof, bool WantErr);
}
