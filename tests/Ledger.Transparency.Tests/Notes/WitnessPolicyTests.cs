using System.Security.Cryptography;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using NodaTime;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests.Notes;

public sealed class WitnessPolicyTests
{
    private static readonly NoteSigner Log = NewSigner(Origin);
    private readonly Cosigner[] _witnesses = Ed25519.CanSign
        ? [.. Enumerable.Range(0, 6).Select(number => CosignatureTests.NewCosigner($"w{number}.example"))] : [];

    private string Named => string.Concat(_witnesses.Select((witness, number) => $"witness w{number} {witness.Verifier}\n"));

    [Theory]
    [InlineData("quorum none", "", true)]
    [InlineData("quorum w0", "0", true)]
    [InlineData("quorum w0", "1", false)]
    [InlineData("group g any w0 w1\nquorum g", "1", true)]
    [InlineData("group g any w0 w1\nquorum g", "2", false)]
    [InlineData("group g all w0 w1\nquorum g", "0", false)]
    [InlineData("group g all w0 w1\nquorum g", "01", true)]
    [InlineData("group g 2 w0 w1 w2\nquorum g", "02", true)]
    [InlineData("group x 2 w0 w1 w2\ngroup y any w3 w4 w5\ngroup both all x y\nquorum both", "015", true)]
    [InlineData("group x 2 w0 w1 w2\ngroup y any w3 w4 w5\ngroup both all x y\nquorum both", "0125", true)]
    [InlineData("group x 2 w0 w1 w2\ngroup y any w3 w4 w5\ngroup both all x y\nquorum both", "0345", false)]
    public void As_many_witnesses_as_the_quorum_says_must_have_cosigned(string rules, string who, bool isAccepted)
    {
        Ed25519Tests.RequireLibCrypto();
        var policy = Parse($"# who counts\n  log {Log.Verifier} https://log.example\n{Named}\t\n{rules}\n");
        var note = Cosigned(who);

        Assert.Equal(isAccepted, policy.Accept(note) is { Size: 1 });
        Assert.Equal(6, policy.Witnesses.Count);
        Assert.Null(policy.Accept(SignedNote.Parse(Utf8($"{note.Text}\n{string.Join('\n', note.Signatures.Skip(1))}\n— a AAAAAAA=\n"))));
        Assert.Equal(isAccepted, new TlogProof(0, [], note).Verifies(Leaf, policy));
    }

    [Fact]
    public void A_log_counts_under_its_own_name_only_and_may_be_known_from_elsewhere()
    {
        Ed25519Tests.RequireLibCrypto();
        var policy = Parse("quorum none\n");
        Assert.Null(policy.Accept(Cosigned("")));
        Assert.NotNull(policy.Accept(Cosigned(""), Log.Verifier));
        var foreign = NewSigner("another.example");
        Assert.Null(policy.Accept(new Checkpoint(Origin, 1, Leaf).Sign(foreign), foreign.Verifier));
    }

    [Fact]
    public void A_wrong_cosignature_of_a_known_witness_spoils_the_note()
    {
        Ed25519Tests.RequireLibCrypto();
        var policy = Parse($"{Named}group g any w0 w1\nquorum g\n");
        var wrong = Cosigned("0").With(_witnesses[1].Cosign("something else\n", Instant.FromUnixTimeSeconds(1)));
        Assert.Null(policy.Accept(wrong, Log.Verifier));
        Assert.NotNull(policy.Accept(Cosigned("0"), Log.Verifier));
    }

    [Theory]
    [InlineData("")]
    [InlineData("quorum w9")]
    [InlineData("quorum none\nquorum none")]
    [InlineData("quorum w0\ngroup g any w9")]
    [InlineData("group g all\nquorum none")]
    [InlineData("group g 0 w0\nquorum none")]
    [InlineData("group g 2 w0\nquorum none")]
    [InlineData("group g 01 w0\nquorum none")]
    [InlineData("group g +1 w0\nquorum none")]
    [InlineData("group g any w0 w0\nquorum none")]
    [InlineData("group g any none\nquorum none")]
    [InlineData("group none any w0\nquorum none")]
    [InlineData("group w0 any w1\nquorum none")]
    [InlineData("group g any w0\ngroup h any w0\nquorum none")]
    [InlineData("group g any g\nquorum none")]
    [InlineData("group g any h\ngroup h any w0\nquorum none")]
    [InlineData("log nonsense\nquorum none")]
    [InlineData("witness w7 nonsense\nquorum none")]
    [InlineData("nonsense\nquorum none")]
    [InlineData("Quorum none")]
    [InlineData("quorum none\r")]
    [InlineData("quorum none none")]
    public void A_malformed_policy_is_refused(string rules)
    {
        Ed25519Tests.RequireLibCrypto();
        Assert.Throws<FormatException>(() => Parse(Named + rules + "\n"));
    }

    [Fact]
    public void One_key_counts_once_and_for_one_purpose()
    {
        Ed25519Tests.RequireLibCrypto();
        var seed = RandomNumberGenerator.GetBytes(32);
        var (one, same) = (new Cosigner("a.example", seed).Verifier, new Cosigner("b.example", seed).Verifier);
        Assert.Throws<FormatException>(() => Parse($"witness a {one}\nwitness b {same}\nquorum none\n"));
        Assert.Throws<FormatException>(() => Parse($"log {one}\nquorum none\n"));
        Assert.Throws<FormatException>(() => Parse($"witness a {Log.Verifier}\nquorum none\n"));
        Assert.Throws<FormatException>(() => Parse($"log {Log.Verifier}\nlog {Log.Verifier}\nquorum none\n"));
        Assert.Throws<FormatException>(() => WitnessPolicy.Parse([0xff, .. "\nquorum none\n"u8]));
    }

    private static LeafHash Leaf { get; } = LeafHash.Of("leaf"u8);

    private static WitnessPolicy Parse(string text) => WitnessPolicy.Parse(Utf8(text));

    private SignedNote Cosigned(string who)
    {
        var note = new Checkpoint(Origin, 1, Leaf).Sign(Log);
        return note.With(who.Select(digit => _witnesses[digit - '0'].Cosign(note.Text, Instant.FromUnixTimeSeconds(1))));
    }
}
