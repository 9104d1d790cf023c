using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using Ledger.Transparency.Tests.Merkle;
using Ledger.Transparency.Witnessing;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Witnessing;

public sealed class WitnessRuleTests
{
    private static readonly NoteSigner Log = NewSigner(Origin);
    private static readonly TileStore Tiles = Grown();

    [Fact]
    public void A_tree_that_continues_the_one_cosigned_last_is_cosigned()
    {
        Assert.Equal(WitnessVerdict.Cosign, Judge(Request(0, 5), null));
        Assert.Equal(WitnessVerdict.Cosign, Judge(Request(5, 9), Head(5)));
        Assert.Equal(WitnessVerdict.Cosign, Judge(Request(9, 9), Head(9)));
        Assert.Equal(WitnessVerdict.Cosign, Judge(Request(0, 0), null));
    }

    [Fact]
    public void Everything_else_has_its_own_answer()
    {
        var foreign = NewSigner("another.example");
        Assert.Equal(WitnessVerdict.UnknownLog, Judge(Request(0, 5, signer: foreign, origin: "another.example"), null));
        Assert.Equal(WitnessVerdict.NotSigned, Judge(Request(0, 5, signer: foreign), null));
        Assert.Equal(WitnessVerdict.NotSigned, Judge(Request(0, 5, signer: NewSigner(Origin)), null));
        Assert.Equal(WitnessVerdict.OldIsLarger, Judge(Request(5, 9) with { OldSize = 10 }, Head(5)));
        Assert.Equal(WitnessVerdict.OtherSize, Judge(Request(5, 9), Head(6)));
        Assert.Equal(WitnessVerdict.OtherSize, Judge(Request(5, 9), null));
        Assert.Equal(WitnessVerdict.OtherSize, Judge(Request(0, 4), Head(5)));
        Assert.Equal(WitnessVerdict.OtherTree, Judge(Request(5, 5), Head(5) with { Root = Head(6).Root }));
        Assert.Equal(WitnessVerdict.NotConsistent, Judge(Request(5, 9) with { Proof = [] }, Head(5)));
        Assert.Equal(WitnessVerdict.NotConsistent, Judge(Request(5, 9), Head(5) with { Root = Head(6).Root }));
        Assert.Equal(WitnessVerdict.NotConsistent, Judge(Request(0, 5) with { Proof = [Head(5).Root] }, null));
        var note = SignedNote.Sign("no checkpoint\n", Log);
        Assert.Equal(WitnessVerdict.Malformed, Judge(new AddCheckpointRequest(0, [], note), null));
    }

    [Fact]
    public void A_request_survives_its_written_form()
    {
        var request = Request(5, 9);
        var again = AddCheckpointRequest.Parse(Utf8(request.ToString()));
        Assert.Equal(request.ToString(), again.ToString());
        Assert.Equal((request.OldSize, request.Proof.Count), (again.OldSize, again.Proof.Count));
        Assert.Equal($"old 0\n\n{ForeignCheckpoint}", AddCheckpointRequest.Parse(Utf8($"old 0\n\n{ForeignCheckpoint}")).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\n")]
    [InlineData("old -1\n\n")]
    [InlineData("old 9223372036854775808\n\n")]
    [InlineData("Old 0\n\n")]
    [InlineData("old 0 \n\n")]
    [InlineData("old 0\nAAAA\n\n")]
    [InlineData("\nold 0\n\n")]
    public void A_malformed_request_is_refused(string start) =>
        Assert.Throws<FormatException>(() => AddCheckpointRequest.Parse(Utf8(start + ForeignCheckpoint)));

    [Fact]
    public void A_proof_has_at_most_63_hashes()
    {
        string Body(int hashes) => $"old 0\n{string.Concat(Enumerable.Repeat($"{Head(5).Root}\n", hashes))}\n{ForeignCheckpoint}";
        Assert.Equal(63, AddCheckpointRequest.Parse(Utf8(Body(63))).Proof.Count);
        Assert.Throws<FormatException>(() => AddCheckpointRequest.Parse(Utf8(Body(64))));
    }

    private static TileStore Grown()
    {
        var tiles = new TileStore();
        while (tiles.Size < 9) tiles.Grow(1);
        return tiles;
    }

    private static Checkpoint Head(long size) => new(Origin, size, Tiles.At(size).Root());

    private static AddCheckpointRequest Request(long old, long size, NoteSigner? signer = null, string origin = Origin) => new(
        old, Tiles.At(size).ConsistencyProof(old), (Head(size) with { Origin = origin }).Sign(signer ?? Log));

    private static WitnessVerdict Judge(AddCheckpointRequest request, Checkpoint? latest) =>
        WitnessRule.Judge(request, [Log.Verifier], _ => latest).Verdict;
}
