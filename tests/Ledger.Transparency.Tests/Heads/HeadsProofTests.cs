using System.Text;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Tests.Heads;

public sealed class HeadsProofTests
{
    [Fact]
    public void Every_stream_has_the_proof_of_its_head_and_every_other_that_of_its_absence()
    {
        for (var size = 0; size <= 70; size++)
        {
            var heads = new TreeOfHeads(size);
            for (var place = 0; place < size; place++)
            {
                var stream = TreeOfHeads.Stream(place);
                Assert.Equal(HeadsVerdict.Head, heads.Prove(stream, place).Judge(size, heads.Root));
                Assert.Equal(HeadsVerdict.Absent, heads.Prove(stream + "-", place + 1).Judge(size, heads.Root));
            }
            Assert.Equal(HeadsVerdict.Absent, heads.Prove("a", 0).Judge(size, heads.Root));
            Assert.Equal(HeadsVerdict.Absent, heads.Prove("z", size).Judge(size, heads.Root));
        }
    }

    [Fact]
    public void A_stream_that_is_there_cannot_be_shown_to_be_absent()
    {
        var heads = new TreeOfHeads(9);
        var hidden = TreeOfHeads.Stream(4);
        var placed = Enumerable.Range(0, 9).Select(place => heads.Prove(TreeOfHeads.Stream(place), place).Heads[0]).ToList();

        Assert.All(
            from before in placed from after in placed select new HeadsProof(hidden, [before, after]),
            proof => Assert.Equal(HeadsVerdict.NotProved, proof.Judge(9, heads.Root)));
        Assert.All(placed, other => Assert.Equal(
            other.Head.Stream == hidden ? HeadsVerdict.Head : HeadsVerdict.NotProved,
            new HeadsProof(hidden, [other]).Judge(9, heads.Root)));
        Assert.Equal(HeadsVerdict.NotProved, new HeadsProof(hidden, []).Judge(9, heads.Root));
        Assert.Equal(HeadsVerdict.NotProved, new HeadsProof(hidden, [.. placed]).Judge(9, heads.Root));
    }

    [Fact]
    public void Nothing_in_a_proof_can_be_changed()
    {
        var heads = new TreeOfHeads(9);
        var proof = heads.Prove(TreeOfHeads.Stream(4), 4);
        var (only, other) = (proof.Heads[0], LeafHash.Of("other"u8));
        PlacedHead[] changed =
        [
            only with { Index = 5 }, only with { Index = -1 }, only with { Hashes = [.. only.Hashes, heads.Root] },
            only with { Hashes = [.. only.Hashes.Skip(1)] }, only with { Head = only.Head with { Version = 6 } },
            only with { Head = only.Head with { LeafHash = other } }, null!, only with { Head = null! }, only with { Hashes = null! },
        ];
        Assert.All(changed, head => Assert.Equal(HeadsVerdict.NotProved, (proof with { Heads = [head] }).Judge(9, heads.Root)));
        Assert.Equal(HeadsVerdict.NotProved, (proof with { Heads = null! }).Judge(9, heads.Root));
        Assert.Equal(HeadsVerdict.NotProved, (proof with { Stream = null! }).Judge(9, heads.Root));
        Assert.Equal(HeadsVerdict.NotProved, proof.Judge(8, heads.Root));
        Assert.Equal(HeadsVerdict.NotProved, proof.Judge(9, TreeHash.OfEmptyTree));
        Assert.Equal(HeadsVerdict.NotProved, new HeadsProof("a", []).Judge(9, heads.Root));
    }

    [Fact]
    public void A_proof_survives_its_JSON_form()
    {
        var heads = new TreeOfHeads(9);
        foreach (var proof in (HeadsProof[])[heads.Prove(TreeOfHeads.Stream(4), 4), heads.Prove("z", 9)])
        {
            var again = HeadsProof.FromJson(proof.ToJson());
            Assert.Equal(proof.ToJson(), again.ToJson());
            Assert.Equal(proof.Judge(9, heads.Root), again.Judge(9, heads.Root));
        }
        Assert.All((string[])["", "[]", "null", "{", """{"heads":[{"index":1.5}]}""", """{"stream":1}"""],
            text => Assert.Throws<FormatException>(() => HeadsProof.FromJson(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void A_head_has_one_spelling()
    {
        var head = new StreamHead("lot:a:1", 17, LeafHash.Of("leaf"u8));
        var bytes = head.ToBytes();
        Assert.Equal($$"""{"leafHash":"{{head.LeafHash}}","stream":"lot:a:1","version":17}""", Encoding.UTF8.GetString(bytes));
        Assert.Equal(head, StreamHead.Parse(bytes));
        var text = Encoding.UTF8.GetString(bytes);
        string[] others =
        [
            "", "null", "{}", text + " ", text.Replace("17", "0", StringComparison.Ordinal),
            text.Replace(":", ": ", StringComparison.Ordinal),
        ];
        Assert.All(others, other => Assert.Throws<FormatException>(() => StreamHead.Parse(Encoding.UTF8.GetBytes(other))));
    }
}

/// <summary>A tree of heads in memory.</summary>
internal sealed class TreeOfHeads
{
    private readonly List<StreamHead> _heads;
    private readonly Dictionary<TileId, ReadOnlyMemory<byte>> _tiles;

    public TreeOfHeads(int size)
    {
        _heads = [.. Enumerable.Range(0, size).Select(place => new StreamHead(Stream(place), place + 1, LeafHash.Of([(byte)place])))];
        _tiles = TileGrowth.Append(0, [.. _heads.Select(head => head.Hash())], _ => throw new InvalidOperationException())
            .ToDictionary(tile => tile.Id, tile => tile.Bytes);
    }

    public TreeHash Root => Tree.Root();

    private TiledTree Tree => new(_heads.Count, tile => _tiles[tile]);

    public static string Stream(int place) => $"lot:{place:000}";

    public HeadsProof Prove(string stream, long place) => HeadsProof.Make(stream, place, index => _heads[(int)index], Tree);
}
