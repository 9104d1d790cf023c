using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using NodaTime;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Notes;

public sealed class CosignatureTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 9, 30);

    [Fact]
    public void A_cosignature_says_when_and_holds_for_its_checkpoint_only()
    {
        Ed25519Tests.RequireLibCrypto();
        var (log, witness) = (NewSigner(Origin), NewCosigner("witness.example"));
        var checkpoint = new Checkpoint(Origin, 0, TreeHash.OfEmptyTree).Sign(log);
        var cosigned = SignedNote.Parse(Utf8(checkpoint.With(witness.Cosign(checkpoint.Text, Now)).ToString()));

        Assert.Equal([log.Verifier, witness.Verifier], cosigned.VerifiedBy(log.Verifier, witness.Verifier));
        Assert.Equal(Now, witness.Verifier.TimeIn(cosigned));
        Assert.Null(witness.Verifier.TimeIn(checkpoint));
        Assert.Empty(SignedNote.Parse(Utf8(cosigned.ToString().Replace(Origin, "x" + Origin, StringComparison.Ordinal)))
            .VerifiedBy(witness.Verifier));
        Assert.True(NoteVerifier.TryParse(witness.Verifier.ToString(), out var read));
        Assert.Equal((NoteKeyType.Cosignature, false), (read.Type, read.IsLogKey));
        Assert.Equal([read], cosigned.VerifiedBy(read));
    }

    [Fact]
    public void What_is_signed_is_what_the_standard_says()
    {
        Ed25519Tests.RequireLibCrypto();
        var seed = RandomNumberGenerator.GetBytes(32);
        var witness = new Cosigner("witness.example/w1", seed);
        const string text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        var line = witness.Cosign(text, Instant.FromUnixTimeSeconds(1679315147));
        byte[] id = SHA256.HashData([.. Encoding.UTF8.GetBytes("witness.example/w1\n"), 0x04, .. Ed25519.PublicKeyOf(seed)]);

        Assert.Equal(Convert.ToHexStringLower(id[..4]), line.KeyId.ToString("x8"));
        Assert.Equal("00000000641850cb", Convert.ToHexStringLower(line.Bytes.Span[..8]));
        Assert.True(Ed25519.VerifiesManaged(
            Ed25519.PublicKeyOf(seed), Encoding.UTF8.GetBytes("cosignature/v1\ntime 1679315147\n" + text), line.Bytes.Span[8..]));
    }

    [Fact]
    public void No_byte_of_a_cosignature_can_be_changed()
    {
        Ed25519Tests.RequireLibCrypto();
        var witness = NewCosigner("w.example");
        var line = witness.Cosign("text\n", Now);
        for (var i = 0; i < line.Bytes.Length; i++)
        {
            var changed = line.Bytes.ToArray();
            changed[i] ^= 0x80;
            Assert.False(witness.Verifier.Verifies("text\n"u8, changed));
        }
        Assert.False(witness.Verifier.Verifies("text\n"u8, line.Bytes.Span[..71]));
        Assert.True(witness.Verifier.Verifies("text\n"u8, line.Bytes.Span));
    }

    [Fact]
    public void A_witness_is_no_log()
    {
        Ed25519Tests.RequireLibCrypto();
        var witness = NewCosigner(Origin);
        var text = new Checkpoint(Origin, 1, TreeHash.OfEmptyTree).ToString();
        var note = SignedNote.Parse(Utf8($"{text}\n{witness.Cosign(text, Now)}\n"));
        var proof = new TlogProof(0, [], note);
        Assert.Equal([witness.Verifier], note.VerifiedBy(witness.Verifier));
        Assert.False(proof.Verifies(new(SHA256.HashData([])), Origin, witness.Verifier));
    }

    internal static Cosigner NewCosigner(string name) => new(name, RandomNumberGenerator.GetBytes(32));
}
