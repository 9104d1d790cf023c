using System.Buffers;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Tests.Merkle;

public sealed class EntryBundleTests
{
    [Fact]
    public void A_bundle_gives_back_its_leaves_and_they_hash_to_the_tile_beside_it()
    {
        var bundle = new ArrayBufferWriter<byte>();
        var tiles = new TileStore().Grow(TileId.FullWidth);
        for (var i = 0; i < TileId.FullWidth; i++) EntryBundle.Append(bundle, NaiveTree.Leaf(i));

        var leaves = EntryBundle.Parse(bundle.WrittenMemory);

        Assert.Equal(TileId.FullWidth, leaves.Count);
        Assert.Equal(NaiveTree.Leaf(7), leaves[7].ToArray());
        Assert.Equal(
            tiles.Tile(new TileId(0, 0, TileId.FullWidth)).ToArray(),
            leaves.SelectMany(leaf => LeafHash.Of(leaf.Span).ToArray()));
        EntryBundle.Append(bundle, []);
        Assert.Throws<FormatException>(() => EntryBundle.Parse(bundle.WrittenMemory));
    }

    [Fact]
    public void Lengths_are_two_bytes_big_endian()
    {
        var bundle = new ArrayBufferWriter<byte>();
        EntryBundle.Append(bundle, new byte[258]);
        EntryBundle.Append(bundle, []);
        EntryBundle.Append(bundle, new byte[EntryBundle.MaxEntryBytes]);
        Assert.Equal([0x01, 0x02], bundle.WrittenSpan[..2].ToArray());
        Assert.Equal([258, 0, 65_535], EntryBundle.Parse(bundle.WrittenMemory).Select(leaf => leaf.Length));
        Assert.Throws<ArgumentException>(() => EntryBundle.Append(bundle, new byte[EntryBundle.MaxEntryBytes + 1]));
        Assert.Throws<FormatException>(() => EntryBundle.Parse(bundle.WrittenMemory[..^1]));
        Assert.Throws<FormatException>(() => EntryBundle.Parse(bundle.WrittenMemory[..261]));
        Assert.Empty(EntryBundle.Parse(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void The_path_of_a_bundle_is_that_of_its_tile_of_leaf_hashes()
    {
        Assert.True(EntryBundle.TryParsePath("tile/entries/x001/x234/067.p/9", out var tile));
        Assert.Equal(new TileId(0, 1_234_067, 9), tile);
        string?[] others = [null, "", "tile/0/000", "tile/entries/", "tile/entries/0", "tile/entries/000.p/0", "tile/entries/000.p/256"];
        Assert.All(others, other => Assert.False(EntryBundle.TryParsePath(other, out _)));
    }
}
