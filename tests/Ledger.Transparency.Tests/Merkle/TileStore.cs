using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Tests.Merkle;

/// <summary>A log in memory: all tiles of every size it ever had, as a static host would keep them.</summary>
internal sealed class TileStore
{
    private readonly Dictionary<TileId, ReadOnlyMemory<byte>> _tiles = [];

    public long Size { get; private set; }

    public HashSet<TileId> Read { get; } = [];

    public TileStore Grow(int leaves)
    {
        var appended = Enumerable.Range(0, leaves).Select(next => NaiveTree.LeafHash(Size + next)).ToList();
        foreach (var tile in TileGrowth.Append(Size, appended, ReadTile)) _tiles[tile.Id] = tile.Bytes;
        Size += leaves;
        return this;
    }

    public TiledTree At(long size) => new(size, ReadTile);

    public ReadOnlyMemory<byte> Tile(TileId tile) => _tiles[tile];

    public IEnumerable<TileId> Tiles => _tiles.Keys;

    private ReadOnlyMemory<byte> ReadTile(TileId tile)
    {
        Read.Add(tile);
        return _tiles[tile];
    }
}
