using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Notes;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Notes;

public sealed class Ed25519Tests
{
    private const string SecondSignature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    /// <summary>RFC 8032, 7.1: seed, public key, message, signature.</summary>
    public static TheoryData<string, string, string, string> Published() => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            + "d25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            SecondSignature
        },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Published_signatures_are_verified_with_libcrypto_and_without(string seed, string key, string message, string signature)
    {
        var (publicKey, text, signed) = (Hex(key), Hex(message), Hex(signature));
        Assert.True(Ed25519.VerifiesManaged(publicKey, text, signed));
        Assert.True(Ed25519.Verifies(publicKey, text, signed));
        RequireLibCrypto();
        Assert.Equal(publicKey, Ed25519.PublicKeyOf(Hex(seed)));
        Assert.Equal(signed, Ed25519.Sign(Hex(seed), text));
    }

    [Fact]
    public void No_bit_of_key_message_or_signature_can_be_changed_and_both_ways_of_checking_agree()
    {
        var random = Seeded.Random();
        var (key, message, signature) = (
            Hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"), Hex("72"),
            Hex(SecondSignature));
        for (var run = 0; run < 300; run++)
        {
            byte[][] parts = [[.. key], [.. message], [.. signature]];
            var part = parts[run % 3];
            part[random.Next(part.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(Ed25519.VerifiesManaged(parts[0], parts[1], parts[2]));
            Assert.False(Ed25519.Verifies(parts[0], parts[1], parts[2]));
        }
    }

    [Fact]
    public void Signatures_made_here_hold_both_ways()
    {
        RequireLibCrypto();
        var random = Seeded.Random();
        for (var run = 0; run < 20; run++)
        {
            var (seed, message) = (new byte[32], new byte[random.Next(300)]);
            random.NextBytes(seed);
            random.NextBytes(message);
            var (key, signature) = (Ed25519.PublicKeyOf(seed), Ed25519.Sign(seed, message));
            Assert.True(Ed25519.Verifies(key, message, signature));
            Assert.True(Ed25519.VerifiesManaged(key, message, signature));

            // S + L would verify too if it were let through (RFC 8032, 8.4)
            var malleable = (EdwardsPoint.Number(signature.AsSpan(32)) + EdwardsPoint.Order).ToByteArray(isUnsigned: true);
            byte[] other = [.. signature[..32], .. malleable];
            Assert.False(Ed25519.VerifiesManaged(key, message, other));
            Assert.False(Ed25519.Verifies(key, message, other));
        }
    }

    [Fact]
    public void A_public_key_is_a_point_in_its_one_spelling()
    {
        Assert.True(Ed25519.IsPublicKey(Hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")));
        string[] others =
        [
            "", new string('0', 62), new string('f', 64), // y >= p
            "ee" + new string('f', 60) + "7f", // p + 1, which is 1 spelled differently
            "01" + new string('0', 60) + "80", // x = 0 with its sign set
            "02" + new string('0', 62), // on no point
        ];
        Assert.All(others, other => Assert.False(Ed25519.IsPublicKey(Hex(other)), other));
        Assert.False(Ed25519.Verifies(Hex("02" + new string('0', 62)), [], new byte[64]));
    }

    [Fact]
    public void The_published_example_of_a_signed_note_is_verified()
    {
        const string vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        const string text =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        const string line = "\u2014 PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        Assert.True(NoteVerifier.TryParse(vkey, out var key));
        Assert.Equal(NoteKeyType.Ed25519, key.Type);
        Assert.Equal([key], SignedNote.Parse(Utf8(text + "\n" + line)).VerifiedBy(key));
        Assert.Empty(SignedNote.Parse(Utf8(text.Replace("you ", "we ", StringComparison.Ordinal) + "\n" + line)).VerifiedBy(key));
    }

    [Fact]
    public void A_note_may_carry_lines_of_both_algorithms()
    {
        RequireLibCrypto();
        var (ecdsa, ed25519) = (NewSigner("log.example"), new Ed25519NoteSigner("log.example", RandomNumberGenerator.GetBytes(32)));
        var note = SignedNote.Parse(Utf8(SignedNote.Sign("text\n", ecdsa, ed25519).ToString()));
        Assert.Equal([ecdsa.Verifier, ed25519.Verifier], note.VerifiedBy(ecdsa.Verifier, ed25519.Verifier));
        Assert.Equal([ecdsa.Verifier], note.VerifiedBy(ecdsa.Verifier));
        Assert.True(NoteVerifier.TryParse(ed25519.Verifier.ToString(), out var read));
        Assert.Equal([read], note.VerifiedBy(read));
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    internal static void RequireLibCrypto()
    {
        if (!Ed25519.CanSign) Testing.Requirement.Missing("libcrypto");
    }
}
