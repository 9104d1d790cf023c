using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using Ledger.Transparency.Tests.Merkle;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Notes;

public sealed class TlogProofTests
{
    private const int Size = 1000;
    private const int Index = 700;

    private static readonly NoteSigner Log = NewSigner(Origin);
    private static readonly LeafHash Proved = LeafHash.Of(NaiveTree.Leaf(Index));
    private static readonly TiledTree Tree = new TileStore().Grow(Size).At(Size);
    private static readonly Checkpoint Head = new(Origin, Size, Tree.Root());
    private static readonly string Proof = new TlogProof(Index, Tree.InclusionProof(Index), Head.Sign(Log)).ToString();

    [Fact]
    public void A_proof_holds_for_its_leaf_its_log_and_nothing_else()
    {
        var proof = TlogProof.Parse(Utf8(Proof));
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 700\n", Proof, StringComparison.Ordinal);
        Assert.Equal(Proof, proof.ToString());

        Assert.True(proof.Verifies(Proved, Origin, Log.Verifier));
        Assert.True(proof.Verifies(Proved, Origin, OpenSslVerifier, Log.Verifier));
        Assert.False(proof.Verifies(LeafHash.Of(NaiveTree.Leaf(Index + 1)), Origin, Log.Verifier));
        Assert.False(proof.Verifies(Proved, "another.example", Log.Verifier));
        Assert.False(proof.Verifies(Proved, Origin, OpenSslVerifier));
    }

    [Fact]
    public void Extra_data_is_passed_over()
    {
        var proof = TlogProof.Parse(Utf8(Proof.Replace("\nindex", "\nextra AAAA\nindex", StringComparison.Ordinal)));
        Assert.True(proof.Verifies(Proved, Origin, Log.Verifier));
    }

    [Fact]
    public void No_line_may_be_missing_doubled_changed_or_moved()
    {
        var lines = Proof.Split('\n')[..^1];
        for (var i = 0; i < lines.Length; i++)
        {
            string[] doubled = [.. lines[..i], lines[i], .. lines[i..]];
            string[] missing = [.. lines[..i], .. lines[(i + 1)..]];
            string[] changed = [.. lines[..i], lines[i] + "x", .. lines[(i + 1)..]];
            string[] moved = [.. lines[1..(i + 1)], lines[0], .. lines[(i + 1)..]];
            // a valid signature under the note may stand there twice
            if (i < lines.Length - 1) Assert.False(Verifies(doubled), $"line {i} doubled");
            Assert.False(Verifies(missing), $"line {i} missing");
            Assert.False(Verifies(changed), $"line {i} changed");
            if (i > 0) Assert.False(Verifies(moved), $"first line moved behind line {i}");
        }
        Assert.True(Verifies(lines));
    }

    [Theory]
    [InlineData("index 700", "index 0700")]
    [InlineData("index 700", "index +700")]
    [InlineData("index 700", "index 701")]
    [InlineData("index 700", "index 1000")]
    [InlineData("index 700", "index -1")]
    [InlineData("index 700", "Index 700")]
    [InlineData("index 700", "index 700\r")]
    [InlineData("\nindex", "\nextra A\nindex")]
    [InlineData("\nindex", "\nextra AAAA\nextra AAAA\nindex")]
    [InlineData("@v1", "@v2")]
    [InlineData("\n1000\n", "\n1001\n")]
    public void A_proof_that_says_something_else_does_not_hold(string part, string other)
    {
        Assert.Contains(part, Proof, StringComparison.Ordinal);
        Assert.False(Verifies(Proof.Replace(part, other, StringComparison.Ordinal).Split('\n')[..^1]));
    }

    [Fact]
    public void A_log_that_signed_something_else_than_a_checkpoint_proves_nothing()
    {
        var note = SignedNote.Sign(Origin + "\nis well\n", Log);
        Assert.False(new TlogProof(0, [], note).Verifies(Proved, Origin, Log.Verifier));
        Assert.Throws<FormatException>(() => TlogProof.Parse(Utf8(
            new TlogProof(0, [.. Enumerable.Repeat(Tree.Root(), 64)], note).ToString())));
    }

    private static bool Verifies(string[] lines)
    {
        try
        {
            return TlogProof.Parse(Utf8(string.Join('\n', lines) + "\n")).Verifies(Proved, Origin, Log.Verifier);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
