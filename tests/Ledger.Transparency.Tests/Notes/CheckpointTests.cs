using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Notes;

public sealed class CheckpointTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    [Fact]
    public void The_example_of_the_standard_is_read()
    {
        var note = SignedNote.Parse(Utf8(ForeignCheckpoint));
        var checkpoint = Checkpoint.Parse(note.Text);
        Assert.Equal(("example.com/behind-the-sofa", 20852163), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(Root, checkpoint.Root.ToString());
        Assert.Equal(note.Text, checkpoint.ToString());
    }

    [Fact]
    public void A_signed_checkpoint_is_read_back()
    {
        var signer = NewSigner(Origin);
        var checkpoint = new Checkpoint(Origin, 0, TreeHash.OfEmptyTree);
        var note = SignedNote.Parse(Utf8(checkpoint.Sign(signer).ToString()));
        Assert.Equal([signer.Verifier], note.VerifiedBy(signer.Verifier));
        Assert.Equal(checkpoint, Checkpoint.Parse(note.Text));
        Assert.Equal(checkpoint, Checkpoint.Parse(note.Text + "an extension\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("log\n7\n")]
    [InlineData("log\n7\n" + Root)]
    [InlineData("\n7\n" + Root + "\n")]
    [InlineData("log\n\n" + Root + "\n")]
    [InlineData("log\n07\n" + Root + "\n")]
    [InlineData("log\n+7\n" + Root + "\n")]
    [InlineData("log\n-7\n" + Root + "\n")]
    [InlineData("log\n7 \n" + Root + "\n")]
    [InlineData("log\n\u0667\n" + Root + "\n")]
    [InlineData("log\n9223372036854775808\n" + Root + "\n")]
    [InlineData("log\n0\n" + Root + "\n")]
    [InlineData("log\n7\nAAAA\n")]
    [InlineData("log\n7\n" + Root + "\n\n")]
    [InlineData("log\n7\n" + Root + "\n\nextension\n")]
    public void A_malformed_checkpoint_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Checkpoint.Parse(text));

    [Fact]
    public void An_origin_of_two_lines_is_not_signed()
    {
        var signer = NewSigner(Origin);
        Assert.Throws<FormatException>(() => new Checkpoint("a\n5", 0, TreeHash.OfEmptyTree).Sign(signer));
        Assert.Throws<FormatException>(() => new Checkpoint("", 0, TreeHash.OfEmptyTree).Sign(signer));
    }
}
