using Ledger.Transparency.Notes;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Notes;

public sealed class SignedNoteTests
{
    private const string Text = "first\n\nlast: é\n";
    private static readonly NoteSigner Log = NewSigner("log.example");
    private static readonly NoteSigner Witness = NewSigner("witness.example");

    [Fact]
    public void A_note_signed_elsewhere_is_verified() =>
        Assert.Equal([OpenSslVerifier], SignedNote.Parse(Utf8(OpenSslNote)).VerifiedBy(OpenSslVerifier));

    [Fact]
    public void The_example_of_the_standard_is_read_and_printed_as_it_is()
    {
        var note = SignedNote.Parse(Utf8(Poem));
        Assert.EndsWith("di sole:\n\ned è subito sera.\n", note.Text, StringComparison.Ordinal);
        Assert.Equal("quasimodo.example/salvatore", Assert.Single(note.Signatures).KeyName);
        Assert.Equal(0x367ba04bu, note.Signatures[0].KeyId);
        Assert.Equal(64, note.Signatures[0].Bytes.Length);
        Assert.Equal(Poem, note.ToString());
        Assert.Empty(note.VerifiedBy(OpenSslVerifier));
    }

    [Fact]
    public void Signatures_of_unknown_keys_are_passed_over()
    {
        var note = SignedNote.Sign(Text, Witness, Log);
        Assert.Equal([Log.Verifier], note.VerifiedBy(Log.Verifier));
        Assert.Equal([Log.Verifier, Witness.Verifier], note.VerifiedBy(Log.Verifier, Witness.Verifier));
        Assert.Empty(note.VerifiedBy(OpenSslVerifier));
        Assert.Empty(note.VerifiedBy());

        // another key under the log's name, and the log's key id under another name, are unknown keys
        var wrong = new NoteSignature("other.example", Log.Verifier.KeyId, new byte[] { 1 });
        var twins = SignedNote.Sign(Text, NewSigner("log.example"), Log) + $"{wrong}\n";
        Assert.Equal([Log.Verifier], SignedNote.Parse(Utf8(twins)).VerifiedBy(Log.Verifier));
    }

    [Fact]
    public void One_wrong_signature_of_a_known_key_spoils_the_note()
    {
        var other = SignedNote.Sign("something else\n", Log).ToString().Split("\n\n")[1];
        var note = SignedNote.Sign(Text, Log, Witness);
        Assert.Empty(SignedNote.Parse(Utf8(note + other)).VerifiedBy(Log.Verifier, Witness.Verifier));
        Assert.Equal([Witness.Verifier], SignedNote.Parse(Utf8(note + other)).VerifiedBy(Witness.Verifier));
    }

    [Fact]
    public void No_byte_of_a_note_can_be_changed()
    {
        var note = Utf8(OpenSslNote);
        for (var i = 0; i < note.Length; i++)
        {
            foreach (var change in new[] { 0x01, 0x10, 0x20, 0x80 })
            {
                var changed = note.ToArray();
                changed[i] ^= (byte)change;
                Assert.False(IsVerified(changed), $"byte {i} ^ {change}");
            }
            Assert.False(IsVerified([.. note[..i], .. note[(i + 1)..]]), $"without byte {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("\n\n\u2014 a AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 a AAAAAAA=")]
    [InlineData("text\n\u2014 a AAAAAAA=\n")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n\u2014a AAAAAAA=\n")]
    [InlineData("text\n\n\u2014  AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 a  AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 a+b AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 a\u00a0b AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 a AAAAAAA\n")]
    [InlineData("text\n\n\u2014 a AAAAAAB=\n")]
    [InlineData("text\n\n\u2014 a AAAAAA==\n")]
    [InlineData("text\n\n\u2014 a AAAAAAA= \n")]
    [InlineData("text\n\n\u2014 a AAAAAAA=\nmore\n")]
    [InlineData("te\txt\n\n\u2014 a AAAAAAA=\n")]
    [InlineData("text\r\n\n\u2014 a AAAAAAA=\n")]
    public void A_malformed_note_is_refused(string note) =>
        Assert.Throws<FormatException>(() => SignedNote.Parse(Utf8(note)));

    [Fact]
    public void A_note_may_have_many_signatures_but_not_any_number()
    {
        const string line = "\u2014 a AAAAAAA=\n";
        var most = Utf8("text\n\n" + string.Concat(Enumerable.Repeat(line, 100)));
        Assert.Equal(100, SignedNote.Parse(most).Signatures.Count);
        Assert.Throws<FormatException>(() => SignedNote.Parse([.. most, .. Utf8(line)]));
        Assert.Throws<FormatException>(() => SignedNote.Parse(Utf8(new string('a', 1 << 20) + "\n\n" + line)));
        Assert.Throws<FormatException>(() => SignedNote.Parse([0xff, .. Utf8("text\n\n" + line)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no newline")]
    [InlineData("control \u0007\n")]
    public void A_text_that_no_note_can_hold_is_not_signed(string text) =>
        Assert.Throws<FormatException>(() => SignedNote.Sign(text, Log));

    [Fact]
    public void A_text_with_half_a_surrogate_pair_is_not_signed() =>
        Assert.Throws<FormatException>(() => SignedNote.Sign("half \ud800\n", Log));

    [Fact]
    public void Damaged_notes_are_read_or_refused_and_never_anything_else()
    {
        var random = Seeded.Random();
        for (var run = 0; run < 20_000; run++)
        {
            var note = Utf8(run % 2 == 0 ? OpenSslNote : Poem);
            for (var damage = random.Next(1, 5); damage > 0; damage--)
            {
                note[random.Next(note.Length)] = (byte)random.Next(256);
            }
            try
            {
                Assert.Equal(note, Utf8(SignedNote.Parse(note).ToString()));
            }
            catch (FormatException)
            {
                // the documented answer
            }
        }
    }

    private static bool IsVerified(byte[] note)
    {
        try
        {
            return SignedNote.Parse(note).VerifiedBy(OpenSslVerifier).Count > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
