using System.Text;
using System.Text.Json;
using Ledger.Transparency.Leaves;

namespace Ledger.Transparency.Tests.Leaves;

public sealed class LeafHashTests
{
    // SHA-256(0x00)
    private const string EmptyLeaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";

    [Fact]
    public void The_empty_leaf_has_its_known_hash()
    {
        Assert.Equal(EmptyLeaf, LeafHash.Of([]).ToString());
        Assert.Equal(Convert.FromHexString(EmptyLeaf), LeafHash.Of([]).ToArray());
    }

    [Fact]
    public void Hashes_survive_hex_bytes_and_json()
    {
        var hash = LeafHash.Of("any"u8);
        Assert.Equal(hash, LeafHash.Parse(hash.ToString()));
        Assert.Equal(hash, new LeafHash(hash.ToArray()));
        Assert.Equal(hash, JsonSerializer.Deserialize<LeafHash>(JsonSerializer.Serialize(hash)));
        Assert.Equal($"\"{hash}\"", JsonSerializer.Serialize(hash));
        Assert.Null(JsonSerializer.Deserialize<LeafHash?>("null"));
    }

    [Fact]
    public void Hashes_are_equal_only_if_every_bit_is()
    {
        var bytes = LeafHash.Of("any"u8).ToArray();
        var hash = new LeafHash(bytes);
        for (var bit = 0; bit < 256; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(hash != new LeafHash(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(hash == new LeafHash(bytes) && hash.GetHashCode() == new LeafHash(bytes).GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa0")]
    [InlineData("6E340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData("6g340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData("6é340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d00")]
    public void Anything_but_64_lowercase_hex_digits_is_no_hash(string text)
    {
        Assert.False(LeafHash.TryParse(text, out _));
        Assert.False(LeafHash.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Throws<FormatException>(() => LeafHash.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LeafHash>($"\"{text}\""));
    }

    [Fact]
    public void Other_json_and_other_lengths_are_no_hash()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LeafHash>("12"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LeafHash>("null"));
        Assert.Throws<ArgumentException>(() => new LeafHash(new byte[31]));
        Assert.Throws<ArgumentException>(() => new LeafHash(new byte[33]));
    }
}
