using System.Security.Cryptography;
using Ledger.Transparency.Canonical;
using Ledger.Transparency.Leaves;

namespace Ledger.Transparency.Tests.Leaves;

public sealed class SealedCommitmentTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    [Fact]
    public void A_commitment_is_the_hash_of_salt_and_canonical_part()
    {
        var (body, commitment) = SealedCommitment.Seal(Salt, """{"price":12.50,"currency":"USD"}"""u8);
        Assert.Equal("""{"currency":"USD","price":12.5}"""u8, body);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. body])), commitment);
        Assert.True(SealedCommitment.Opens(commitment, Salt, body));
    }

    [Fact]
    public void Another_salt_or_another_body_does_not_open_it()
    {
        var (body, commitment) = SealedCommitment.Seal(Salt, """{"price":12.5}"""u8);
        byte[] otherSalt = [.. Salt[..31], 0];
        Assert.False(SealedCommitment.Opens(commitment, otherSalt, body));
        Assert.False(SealedCommitment.Opens(commitment, Salt, """{"price":12.6}"""u8));
        Assert.False(SealedCommitment.Opens(commitment, Salt, """{"price": 12.5}"""u8));
        Assert.False(SealedCommitment.Opens(commitment.ToUpperInvariant(), Salt, body));
        // the boundary of salt and body cannot be moved
        Assert.False(SealedCommitment.Opens(commitment, Salt.AsSpan(0, 31), [Salt[31], .. body]));
    }

    [Fact]
    public void Short_salts_and_parts_without_one_form_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SealedCommitment.Seal(Salt.AsSpan(0, 31), "{}"u8));
        Assert.Throws<CanonicalJsonException>(() => SealedCommitment.Seal(Salt, """{"a":1,"a":2}"""u8));
    }
}
