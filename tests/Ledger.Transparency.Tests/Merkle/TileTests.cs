using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Tests.Merkle;

public sealed class TileTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 7, 12, "tile/0/007.p/12")]
    [InlineData(3, 1234067, 256, "tile/3/x001/x234/067")]
    [InlineData(7, 1000, 255, "tile/7/x001/000.p/255")]
    public void Tiles_have_the_addresses_of_the_standard(int level, long index, int width, string path)
    {
        var tile = new TileId(level, index, width);
        Assert.Equal(path, tile.ToString());
        Assert.True(TileId.TryParse(path, out var parsed));
        Assert.Equal(tile, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile/00/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/xx01/001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/0/../000")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void Other_addresses_are_no_tiles(string? path) => Assert.False(TileId.TryParse(path, out _));

    [Fact]
    public void A_tree_of_70_000_has_the_tiles_that_the_standard_counts()
    {
        var tiles = new TileStore().Grow(70_000).Tiles.ToList();
        Assert.Equal(273, tiles.Count(tile => tile is { Level: 0, Width: 256 }));
        Assert.Equal([112], tiles.Where(tile => tile is { Level: 0, Width: < 256 }).Select(tile => tile.Width));
        Assert.Equal(1, tiles.Count(tile => tile is { Level: 1, Width: 256 }));
        Assert.Equal([17], tiles.Where(tile => tile is { Level: 1, Width: < 256 }).Select(tile => tile.Width));
        Assert.Equal([1], tiles.Where(tile => tile.Level == 2).Select(tile => tile.Width));
        Assert.Equal(70_000, tiles.Where(tile => tile.Level == 0).Sum(tile => tile.Width));
    }

    [Fact]
    public void However_a_tree_grows_its_root_and_its_proofs_are_the_same()
    {
        var random = Seeded.Random();
        var (store, range) = (new TileStore(), new CompactRange());
        var sizes = new List<(long Size, TreeHash Root)>();
        while (store.Size < 66_000)
        {
            var leaves = random.Next(4) == 0 ? random.Next(20_000) : random.Next(1, 600);
            for (var i = 0; i < leaves; i++) range.Append(NaiveTree.LeafHash(range.Size));
            store.Grow(leaves);
            sizes.Add((store.Size, range.Root));
        }

        var (size, root) = sizes[^1];
        var tree = store.At(size);
        foreach (var older in sizes)
        {
            Assert.Equal(older.Root, store.At(older.Size).Root());
            store.Read.Clear();
            var proof = tree.ConsistencyProof(older.Size);
            Assert.Equal(store.Read, tree.TilesForConsistency(older.Size).ToHashSet());
            Assert.True(MerkleProof.VerifiesConsistency(older.Size, older.Root, size, root, proof));
        }
        for (var run = 0; run < 200; run++)
        {
            var index = random.NextInt64(size);
            store.Read.Clear();
            var proof = tree.InclusionProof(index);
            Assert.Equal(store.Read, tree.TilesForInclusion(index).ToHashSet());
            Assert.True(MerkleProof.VerifiesInclusion(index, NaiveTree.LeafHash(index), size, root, proof));
        }
    }

    [Fact]
    public void A_tile_of_another_length_is_not_used()
    {
        ReadTile tooLong = tile => new byte[tile.ByteLength + TreeHash.Length];
        Assert.Throws<InvalidDataException>(() => new TiledTree(9, tooLong).Root());
        Assert.Throws<InvalidDataException>(() => TileGrowth.Append(9, [default], tooLong));
    }
}
