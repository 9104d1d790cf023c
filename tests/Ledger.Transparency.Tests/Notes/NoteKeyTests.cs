using System.Security.Cryptography;
using Ledger.Transparency.Notes;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Notes;

public sealed class NoteKeyTests
{
    [Fact]
    public void A_key_survives_its_written_form()
    {
        Assert.Equal(OpenSslKey, OpenSslVerifier.ToString());
        Assert.Equal((Origin, 0xc7de19c3u), (OpenSslVerifier.Name, OpenSslVerifier.KeyId));

        var signer = NewSigner("any.example");
        Assert.True(NoteVerifier.TryParse(signer.Verifier.ToString(), out var verifier));
        Assert.Equal([verifier], SignedNote.Sign("text\n", signer).VerifiedBy(verifier));
    }

    public static TheoryData<string> NoKeys() =>
    [
        "",
        Origin,
        LargerKey,
        OpenSslKey + "=",
        " " + OpenSslKey,
        OpenSslKey[Origin.Length..],
        OpenSslKey.Replace("c7de19c3", "c7de19c4", StringComparison.Ordinal),
        OpenSslKey.Replace("c7de19c3", "C7DE19C3", StringComparison.Ordinal),
        OpenSslKey.Replace("+AjBZ", "+ATBZ", StringComparison.Ordinal), // type 0x01 has 32 bytes
        OpenSslKey.Replace("+AjBZ", "+AjBa", StringComparison.Ordinal),
        // no curve
        OpenSslKey.Replace("AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0", "AjBZMBMGByqGSM49AgEGCCqGSM49AwEIA0", StringComparison.Ordinal),
        OpenSslKey.Replace("GdRwz", "GdRwy", StringComparison.Ordinal), // not a point of the curve
    ];

    [Theory]
    [MemberData(nameof(NoKeys))]
    public void Anything_else_is_no_key(string vkey) => Assert.False(NoteVerifier.TryParse(vkey, out _));

    [Fact]
    public void Keys_have_names_and_stand_on_one_curve()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => new EcdsaNoteSigner("", key));
        Assert.Throws<ArgumentException>(() => new EcdsaNoteSigner("two words", key));
        Assert.Throws<CryptographicException>(() => new EcdsaNoteSigner("a", larger));
        byte[] trailing = [.. key.ExportSubjectPublicKeyInfo(), 0];
        Assert.Throws<CryptographicException>(() => new EcdsaNoteVerifier("a", trailing));
    }
}
