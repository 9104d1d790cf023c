using System.Text;
using System.Text.Json;
using Ledger.Transparency.Canonical;

namespace Ledger.Transparency.Tests.Canonical;

public sealed class RefusedJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"a":1}""", 7, "appears twice")]
    [InlineData("""{"b":1,"a":1,"b":2}""", 13, "'b' appears twice")]
    [InlineData("""{"x":{"b":1,"\u0062":2}}""", 12, "'b' appears twice")]
    [InlineData("""{"a":"\ud800"}""", 5, "lone surrogate")]
    [InlineData("""["\udc00\ud800"]""", 1, "lone surrogate")]
    [InlineData("""{"\ud83d":1}""", 1, "lone surrogate")]
    [InlineData("[1e309]", 1, "too large")]
    [InlineData("""{"a":1} x""", 8, "invalid after a single JSON value")]
    [InlineData("""{"a":1}{}""", 7, "invalid after a single JSON value")]
    [InlineData("[1]//no", 3, "invalid after a single JSON value")]
    [InlineData("[/*no*/1]", 1, "")]
    [InlineData("[1,\n\n 2,]", 8, "trailing comma")]
    [InlineData("""{"a":1,}""", 7, "trailing comma")]
    [InlineData("{'a':1}", 1, "invalid start of a property name")]
    [InlineData("[01]", 2, "")]
    [InlineData("[+1]", 1, "")]
    [InlineData("[NaN]", 1, "")]
    [InlineData("[1", 2, "")]
    [InlineData("", 0, "")]
    [InlineData("\"a\nb\"", 2, "")]
    [InlineData("\ufeff1", 0, "")]
    public void What_has_no_canonical_form_is_refused_with_its_place(string input, long offset, string reason)
    {
        foreach (var rules in Enum.GetValues<JsonRules>())
        {
            var refusal = Refusal(Encoding.UTF8.GetBytes(input), rules);
            Assert.Equal(offset, refusal.Offset);
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""["a\u0000b"]""", 1, "U+0000")]
    [InlineData("""{"\u0000":1}""", 1, "U+0000")]
    [InlineData("[1, 1234567890123456]", 4, "15 significant digits")]
    [InlineData("[0.1234567890123456]", 1, "15 significant digits")]
    [InlineData("[-1.000000000000001e5]", 1, "15 significant digits")]
    [InlineData("[1e-400]", 1, "too small")]
    [InlineData("[4e-324]", 1, "too small")]
    public void What_would_not_survive_storage_is_refused_at_the_door_only(string input, long offset, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        var refusal = Refusal(bytes, JsonRules.Strict);
        Assert.Equal(offset, refusal.Offset);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(CanonicalJson.Canonicalize(bytes, JsonRules.Rfc8785));
    }

    [Theory]
    [InlineData("100000000000000000000000")]
    [InlineData("0.000000000000000000000123456789012345")]
    [InlineData("123456789012345.000")]
    [InlineData("-999999999999999")]
    public void Zeros_at_either_end_are_not_significant(string number) =>
        Assert.NotEmpty(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(number)));

    [Fact]
    public void Nesting_ends_at_32()
    {
        Assert.NotEmpty(CanonicalJson.Canonicalize(Nested(32)));
        Assert.Contains("depth of 32", Refusal(Nested(33), JsonRules.Strict).Message, StringComparison.Ordinal);
        Refusal(Nested(100_000), JsonRules.Rfc8785);
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0x61, 0xff, 0x22 }, 2)] // no such byte
    [InlineData(new byte[] { 0x22, 0xc0, 0x80, 0x22 }, 1)] // U+0000, overlong
    [InlineData(new byte[] { 0x22, 0xed, 0xa0, 0x80, 0x22 }, 1)] // a surrogate
    [InlineData(new byte[] { 0x22, 0xc3 }, 1)] // cut off
    public void Invalid_utf8_is_refused_with_its_place(byte[] input, long offset) =>
        Assert.Equal(offset, Refusal(input, JsonRules.Rfc8785).Offset);

    /// <summary>Whatever comes: bytes that canonicalise to themselves, or the one documented error.</summary>
    [Fact]
    public void Damaged_and_random_bytes_never_do_anything_else()
    {
        var random = Seeded.Random();
        var (accepted, refused) = (0, 0);
        for (var run = 0; run < 100_000; run++)
        {
            var input = run % 10 == 0 ? Noise(random) : Damaged(random);
            var rules = run % 2 == 0 ? JsonRules.Strict : JsonRules.Rfc8785;
            try
            {
                var canonical = CanonicalJson.Canonicalize(input, rules);
                if (!CanonicalJson.Canonicalize(canonical, rules).AsSpan().SequenceEqual(canonical)) Fail(input);
                accepted++;
            }
            catch (CanonicalJsonException refusal)
            {
                if (refusal.Offset < 0 || refusal.Offset > input.Length) Fail(input);
                refused++;
            }
        }
        Assert.True(accepted > 5_000 && refused > 5_000, $"accepted {accepted}, refused {refused}");
    }

    private static byte[] Damaged(Random random)
    {
        var json = Encoding.UTF8.GetBytes(AnyJson.WrittenAnotherWay(AnyJson.Document(random, depth: 3), random));
        for (var damage = random.Next(3); damage > 0 && json.Length > 0; damage--)
        {
            var at = random.Next(json.Length);
            json = random.Next(3) switch
            {
                0 => [.. json[..at], .. json[(at + 1)..]],
                1 => [.. json[..at], "\"\\{}[],:0e-u\0\xff"u8[random.Next(14)], .. json[at..]],
                _ => [.. json[..at], (byte)random.Next(256), .. json[(at + 1)..]],
            };
        }
        return json;
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(40)];
        random.NextBytes(noise);
        return noise;
    }

    private static void Fail(byte[] input) => Assert.Fail(Convert.ToHexString(input));

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

    private static CanonicalJsonException Refusal(byte[] input, JsonRules rules) =>
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(input, rules));
}
