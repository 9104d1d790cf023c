using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Transparency.Canonical;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Tests.Canonical;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Transparency.Tests.Leaves;

public sealed class LeafTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly LeafHash Before = LeafHash.Of("the event before"u8);
    private static readonly Guid Id = new("0f3b1c5e-8a44-5d1b-9a3e-2b7c6d5e4f3a");
    private static readonly LeafPrefix Prefix = LeafPrefix.Create("""{"netKg":25.50,"lot":"L1"}"""u8, "{}"u8, Id);

    [Fact]
    public void A_leaf_has_exactly_these_bytes_and_this_hash()
    {
        var leaf = Leaf.Complete(Prefix, null, Noon.PlusTicks(120), 7, "lot:L1", "lot_weighed", 1);
        const string expected = """{"data":{"lot":"L1","netKg":25.5},"headers":{},"id":"0f3b1c5e-8a44-5d1b-9a3e-2b7c6d5e4f3a","""
            + "\"prev\":null,\"recordedAt\":\"2026-03-01T12:00:00.000012Z\",\"seq\":7,\"stream\":\"lot:L1\","
            + "\"type\":\"lot_weighed\",\"version\":1}";

        Assert.Equal(expected, Encoding.UTF8.GetString(leaf.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(expected)])), leaf.Hash.ToString());
        Assert.Equal(leaf.Hash, LeafHash.Of(leaf.Bytes));
    }

    [Fact]
    public void A_completed_leaf_is_the_canonical_form_of_an_object_with_its_members()
    {
        var random = Seeded.Random();
        for (var run = 0; run < 2000; run++)
        {
            var data = Sendable(random);
            var headers = Sendable(random);
            var id = AnyGuid(random);
            var version = random.Next(1, int.MaxValue);
            LeafHash? prev = random.Next(2) == 0 ? null : LeafHash.Of(id.ToByteArray());
            if (prev is null) version = 1;
            else version = Math.Max(version, 2);
            var recordedAt = Instant.FromUnixTimeTicks(random.NextInt64(0, 4_000_000_000_000_000) * 10);
            var (seq, stream, type) = (random.NextInt64(1, Leaf.MaxSeq), AnyJson.Text(random), AnyJson.Text(random));

            var prefix = LeafPrefix.Create(Encode(data, random), Encode(headers, random), id);
            var leaf = Leaf.Complete(prefix, prev, recordedAt, seq, stream, type, version);

            var ordinary = new JsonObject
            {
                ["seq"] = seq,
                ["version"] = version,
                ["stream"] = stream,
                ["type"] = type,
                ["id"] = id.ToString(),
                ["prev"] = prev?.ToString(),
                ["recordedAt"] = InstantPattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm:ss.ffffff'Z'").Format(recordedAt),
                ["headers"] = headers.DeepClone(),
                ["data"] = data.DeepClone(),
            };
            Assert.Equal(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(ordinary.ToJsonString())), leaf.Bytes);

            var content = Leaf.Parse(leaf.Bytes);
            Assert.Equal(CanonicalJson.Canonicalize(Encode(data, random)), content.Data);
            Assert.Equal(CanonicalJson.Canonicalize(Encode(headers, random)), content.Headers);
            Assert.Equal((id, prev, recordedAt), (content.Id, content.Prev, content.RecordedAt));
            Assert.Equal((seq, stream, type, version), (content.Seq, content.Stream, content.Type, content.Version));
        }
    }

    [Fact]
    public void What_no_leaf_can_say_is_refused_before_it_is_hashed()
    {
        Assert.Throws<ArgumentException>(() => Leaf.Complete(Prefix, null, Noon, 1, "s", "t", 2));
        Assert.Throws<ArgumentException>(() => Leaf.Complete(Prefix, Before, Noon, 1, "s", "t", 1));
        Assert.Throws<ArgumentException>(() => Leaf.Complete(Prefix, null, Noon.PlusTicks(1), 1, "s", "t", 1));
        Assert.Throws<ArgumentException>(() => Leaf.Complete(Prefix, null, Noon.PlusNanoseconds(1), 1, "s", "t", 1));
        Assert.Throws<ArgumentException>(() => Leaf.Complete(Prefix, null, Noon, 1, "a\ud800", "t", 1));
        Assert.Throws<ArgumentException>(() => Leaf.Complete(Prefix, null, Noon, 1, "s", "\0", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leaf.Complete(Prefix, null, Noon, 0, "s", "t", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leaf.Complete(Prefix, null, Noon, Leaf.MaxSeq + 1, "s", "t", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leaf.Complete(Prefix, Before, Noon, 1, "s", "t", 0));
        Assert.Throws<ArgumentException>(() => LeafPrefix.Create("[]"u8, "{}"u8, Id));
        Assert.Throws<ArgumentException>(() => LeafPrefix.Create("{}"u8, "null"u8, Id));
        Assert.Throws<CanonicalJsonException>(() => LeafPrefix.Create("""{"a":1,"a":2}"""u8, "{}"u8, Id));
    }

    /// <summary>A number, a name or a text in a leaf may be another one after damage; a leaf may not become longer or looser.</summary>
    [Theory]
    [InlineData("{\"data\":{", "{\"data\": {")]
    [InlineData("{\"data\":{", "{\"date\":{")]
    [InlineData("\"headers\":{}", "\"headers\":[]")]
    [InlineData("\"id\":\"0f3b", "\"id\":\"0F3b")]
    [InlineData("\"id\":\"0f3b", "\"id\":\"f3b")]
    [InlineData("\"prev\":null", "\"prev\":\"\"")]
    [InlineData("\"prev\":null,", "")]
    [InlineData("\"prev\":null,", "\"prev\":null,\"prev\":null,")]
    [InlineData("000012Z", "00001Z")]
    [InlineData("000012Z", "000012+")]
    [InlineData("2026-03-01", "2026-02-30")]
    [InlineData("\"seq\":7", "\"seq\":7e0")]
    [InlineData("\"seq\":7", "\"seq\":0")]
    [InlineData("\"seq\":7", "\"seq\":1000000000000000")]
    [InlineData("\"lot:L1\"", "\"\\ud800\"")]
    [InlineData("\"version\":1}", "\"version\":2}")]
    [InlineData("\"version\":1}", "\"version\":1 }")]
    [InlineData("\"version\":1}", "\"version\":1,\"x\":1}")]
    [InlineData("\"version\":1}", "\"version\":1}}")]
    [InlineData("\"version\":1}", "\"version\":1")]
    public void Bytes_that_no_leaf_can_have_are_refused(string part, string damaged)
    {
        var leaf = Leaf.Complete(Prefix, null, Noon.PlusTicks(120), 7, "lot:L1", "lot_weighed", 1);
        var text = Encoding.UTF8.GetString(leaf.Bytes);
        Assert.Contains(part, text, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text.Replace(part, damaged, StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => Leaf.Parse(bytes));
    }

    [Fact]
    public void Damaged_leaves_are_read_or_refused_and_never_anything_else()
    {
        var random = Seeded.Random();
        var leaf = Leaf.Complete(Prefix, Before, Noon, 7, "lot:L1", "lot_weighed", 2);
        for (var run = 0; run < 20_000; run++)
        {
            var bytes = leaf.Bytes[..random.Next(leaf.Bytes.Length / 2, leaf.Bytes.Length + 1)];
            for (var damage = random.Next(1, 4); damage > 0; damage--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                var content = Leaf.Parse(bytes);
                Assert.InRange(content.Seq, 1, Leaf.MaxSeq);
            }
            catch (FormatException)
            {
                // the documented answer
            }
        }
    }

    private static byte[] Encode(JsonObject document, Random random) =>
        Encoding.UTF8.GetBytes(AnyJson.WrittenAnotherWay(document, random, numbers: "E10"));

    /// <summary>A document within the rules at the door: its numbers have few digits.</summary>
    private static JsonObject Sendable(Random random)
    {
        var document = new JsonObject();
        for (var count = random.Next(20); count > 0; count--)
        {
            document[AnyJson.Text(random)] = random.Next(3) switch
            {
                0 => AnyJson.Text(random),
                1 => random.Next(1_000_000) / 100.0,
                _ => new JsonObject { ["z"] = random.Next(), ["a"] = new JsonArray(AnyJson.Text(random)) },
            };
        }
        return document;
    }

    private static Guid AnyGuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
