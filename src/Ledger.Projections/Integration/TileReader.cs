using System.Collections.Concurrent;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Npgsql;

namespace Ledger.Projections.Integration;

/// <summary>
/// Tiles of the tree, full or as wide as asked. A partial tile is made from the roots of the full tiles below it, or from the
/// leaf hashes of events.
/// </summary>
/// <param name="source">The ledger.</param>
/// <param name="remembers">
/// True where only signed trees are read: their tiles never change, and most proofs need the same ones. What is not signed yet
/// may be another after the database failed over.
/// </param>
public sealed class TileReader(NpgsqlDataSource source, bool remembers = false)
{
    private const int MostRemembered = 512; // 4 MiB

    private const string Full = "SELECT hashes FROM log_tile WHERE level = $1 AND index = $2";

    private const string OfRoots =
        "SELECT string_agg(root, '' ORDER BY index) FROM log_tile WHERE level = $1 - 1 AND index >= $2 * 256 AND index < $2 * 256 + $3";

    private const string OfLeaves =
        "SELECT string_agg(leaf_hash, '' ORDER BY seq) FROM event WHERE $1 = 0 AND seq > $2 * 256 AND seq <= $2 * 256 + $3";

    private readonly ConcurrentDictionary<TileId, ReadOnlyMemory<byte>> _remembered = new();

    /// <summary>Fetches tiles in one round trip; what was not fetched is not there to read.</summary>
    /// <exception cref="LogDamagedException">A tile is not there, or not as wide as asked: the tree does not reach so far.</exception>
    public async Task<ReadTile> FetchAsync(IEnumerable<TileId> tiles, CancellationToken cancellation)
    {
        var fetched = new Dictionary<TileId, ReadOnlyMemory<byte>>();
        var missing = new List<TileId>();
        foreach (var tile in tiles.Distinct())
            if (_remembered.TryGetValue(tile, out var bytes)) fetched.Add(tile, bytes);
            else missing.Add(tile);
        if (missing.Count > 0) await ReadAsync(missing, fetched, cancellation);
        return tile => fetched.TryGetValue(tile, out var bytes) ? bytes : throw new LogDamagedException($"{tile} was not fetched.");
    }

    /// <summary>The proof that a leaf (from 0) is in the tree of that size.</summary>
    public async Task<IReadOnlyList<TreeHash>> InclusionProofAsync(long index, long size, CancellationToken cancellation)
    {
        var tiles = new TiledTree(size, NothingYet).TilesForInclusion(index);
        return new TiledTree(size, await FetchAsync(tiles, cancellation)).InclusionProof(index);
    }

    /// <summary>The proof that the tree of one size starts with the leaves of a smaller one.</summary>
    public async Task<IReadOnlyList<TreeHash>> ConsistencyProofAsync(long olderSize, long size, CancellationToken cancellation)
    {
        var tiles = new TiledTree(size, NothingYet).TilesForConsistency(olderSize);
        return new TiledTree(size, await FetchAsync(tiles, cancellation)).ConsistencyProof(olderSize);
    }

    /// <summary>The hash of a leaf (from 0) of the tree of that size.</summary>
    public async Task<LeafHash> LeafHashAsync(long index, long size, CancellationToken cancellation)
    {
        var (place, start) = ((int)(index % TileId.FullWidth), index / TileId.FullWidth * TileId.FullWidth);
        var tile = new TileId(0, index / TileId.FullWidth, (int)Math.Min(TileId.FullWidth, size - start));
        var bytes = (await FetchAsync([tile], cancellation))(tile);
        return new(bytes.Span.Slice(place * TreeHash.Length, TreeHash.Length));
    }

    /// <summary>The root of the tree at that size.</summary>
    public async Task<TreeHash> RootAsync(long size, CancellationToken cancellation) =>
        new TiledTree(size, await FetchAsync(TileGrowth.RightEdge(size), cancellation)).Root();

    private async Task ReadAsync(
        List<TileId> tiles, Dictionary<TileId, ReadOnlyMemory<byte>> fetched, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        foreach (var tile in tiles) batch.BatchCommands.Add(Command(tile));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        foreach (var tile in tiles)
        {
            var isThere = await reader.ReadAsync(cancellation) && !reader.IsDBNull(0);
            var bytes = isThere ? reader.GetFieldValue<byte[]>(0) : [];
            if (bytes.Length != tile.ByteLength) throw new LogDamagedException($"{tile} is not in the database as it must be.");
            fetched.Add(tile, bytes);
            Remember(tile, bytes);
            await reader.NextResultAsync(cancellation);
        }
    }

    // Full tiles of leaf hashes are many, and each is asked for by few.
    private void Remember(TileId tile, byte[] bytes)
    {
        if (!remembers || tile is { Level: 0, Width: TileId.FullWidth }) return;
        if (_remembered.Count >= MostRemembered) _remembered.Clear();
        _remembered[tile] = bytes;
    }

    private static ReadOnlyMemory<byte> NothingYet(TileId tile) => throw new InvalidOperationException("Only the ids are wanted.");

    private static NpgsqlBatchCommand Command(TileId tile)
    {
        var isFull = tile.Width == TileId.FullWidth;
        var command = new NpgsqlBatchCommand(isFull ? Full : tile.Level > 0 ? OfRoots : OfLeaves);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)tile.Level });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = tile.Index });
        if (!isFull) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = tile.Width });
        return command;
    }
}
