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
    private static readonly InstantPattern SixDecimals =
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm:ss.ffffff'Z'");

    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly LeafHash Before = LeafHash.Of("the event before"u8);
    private static readonly Guid Id = new("0f3b1c5e-8a44-5d1b-9a3e-2b7c6d5e4f3a");
    private static readonly LeafPrefix Prefix = LeafPrefix.Create("""{"netKg":25.50,"lot":"L1"}"""u8, "{}"u8, Id);

    [Fact]
    public void A_leaf_has_exactly_these_bytes_and_this_hash()
    {
        var leaf = Leaf.Complete(Prefix, null, Noon.PlusTicks(120), 7, "lot:L1", "lot_weighed", 1);
        var expected = """
            {"data":{"lot":"L1","netKg":25.5},"headers":{},"id":"0f3b1c5e-8a44-5d1b-9a3e-2b7c6d5e4f3a","prev":null,
            "recordedAt":"2026-03-01T12:00:00.000012Z","seq":7,"stream":"lot:L1","type":"lot_weighed","version":1}
            """.ReplaceLineEndings("");

        Assert.Equal(expected, Encoding.UTF8.GetString(leaf.Bytes));
        Assert.Equal(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(expected)]), leaf.Hash.ToArray());
        Assert.Equal(leaf.Hash, LeafHash.Of(leaf.Bytes));
    }

    [Fact]
    public void A_completed_leaf_is_the_canonical_form_of_an_object_with_its_members()
    {
        var random = Seeded.Random();
        for (var run = 0; run < 2000; run++)
        {
            var (data, headers, said) = AnyContent(random);
            var prefix = LeafPrefix.Create(Encode(data, random), Encode(headers, random), said.Id);
            var leaf = Leaf.Complete(
                prefix, said.Prev, said.RecordedAt, said.Seq, said.Stream, said.Type, said.Version);

            var ordinary = new JsonObject
            {
                ["seq"] = said.Seq,
                ["version"] = said.Version,
                ["stream"] = said.Stream,
                ["type"] = said.Type,
                ["id"] = said.Id.ToString(),
                ["prev"] = said.Prev?.ToString(),
                ["recordedAt"] = SixDecimals.Format(said.RecordedAt),
                ["headers"] = headers,
                ["data"] = data,
            };
            Assert.Equal(CanonicalJson.Canonicalize(Encode(ordinary, random)), leaf.Bytes);

            var read = Leaf.Parse(leaf.Bytes);
            Assert.Equal(said.Data, read.Data);
            Assert.Equal(said.Headers, read.Headers);
            Assert.Equal(said, read with { Data = said.Data, Headers = said.Headers });
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
        Assert.Throws<ArgumentOutOfRangeException>(() => Leaf.Complete(Prefix, Before, Noon, 1, "s", "t", 0));
        foreach (var seq in new[] { 0, Leaf.MaxSeq + 1 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Leaf.Complete(Prefix, null, Noon, seq, "s", "t", 1));
        }
        Assert.Throws<ArgumentException>(() => LeafPrefix.Create("[]"u8, "{}"u8, Id));
        Assert.Throws<ArgumentException>(() => LeafPrefix.Create("{}"u8, "null"u8, Id));
        Assert.Throws<CanonicalJsonException>(() => LeafPrefix.Create("""{"a":1,"a":2}"""u8, "{}"u8, Id));
    }

    private static (JsonObject Data, JsonObject Headers, LeafContent Said) AnyContent(Random random)
    {
        var (data, headers, id) = (Sendable(random), Sendable(random), new byte[16]);
        random.NextBytes(id);
        var version = random.Next(3) == 0 ? 1 : random.Next(2, int.MaxValue);
        return (data, headers, new LeafContent(
            Data: CanonicalJson.Canonicalize(Encode(data, random)),
            Headers: CanonicalJson.Canonicalize(Encode(headers, random)),
            Id: new Guid(id),
            Prev: version == 1 ? null : LeafHash.Of(id),
            RecordedAt: Instant.FromUnixTimeTicks(random.NextInt64(0, 4_000_000_000_000_000) * 10),
            Seq: random.NextInt64(1, Leaf.MaxSeq),
            Stream: AnyJson.Text(random),
            Type: AnyJson.Text(random),
            Version: version));
    }

    /// <summary>An object within the rules at the door: its numbers have few digits.</summary>
    private static JsonObject Sendable(Random random)
    {
        var members = new JsonObject();
        for (var count = random.Next(20); count > 0; count--)
        {
            members[AnyJson.Text(random)] = random.Next(3) switch
            {
                0 => AnyJson.Text(random),
                1 => random.Next(1_000_000) / 100.0,
                _ => new JsonObject { ["z"] = random.Next(), ["a"] = new JsonArray(AnyJson.Text(random)) },
            };
        }
        return members;
    }

    private static byte[] Encode(JsonObject members, Random random) =>
        Encoding.UTF8.GetBytes(AnyJson.WrittenAnotherWay(members, random, numbers: "E10"));
}
