using Ledger.Transparency.Merkle;

namespace Ledger.Projections.Integration;

/// <summary>
/// Grows the tree by what was appended to the ledger. Any number of nodes may do so at once: the row of the tree decides whose
/// work counts.
/// </summary>
public sealed class Integrator(TreeStore store, TileReader tiles)
{
    /// <summary>The most leaves in one commit: 256 tiles of level 0, 2 MiB.</summary>
    public const int LeavesInOneStep = 65_536;

    // The right edge of the tree this node committed last. The root tells whether it is still that of the database.
    private (long Size, TreeHash Root, Dictionary<TileId, ReadOnlyMemory<byte>> Edge)? _last;

    /// <summary>
    /// Commits the next leaves with their full tiles, size and root. Returns where everything stands then; nothing was done if
    /// the tree is complete or another node was first.
    /// </summary>
    /// <exception cref="LogDamagedException">Events or tiles are missing.</exception>
    public async Task<TreeState> AdvanceAsync(TreeState state, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Sequence < state.Size)
            throw new LogDamagedException($"The ledger ends at {state.Sequence}, its tree has {state.Size} leaves.");
        if (state.Sequence != state.LastEvent)
            throw new LogDamagedException($"The ledger says that it ends at {state.Sequence}, and its last event is {state.LastEvent}.");
        if (state.PublishedSize > state.Size)
            throw new LogDamagedException($"The tree has {state.Size} leaves, and a checkpoint of {state.PublishedSize} was published.");
        if (state.Sequence == state.Size) return state;

        var size = Math.Min(state.Sequence, state.Size + LeavesInOneStep);
        var leaves = await store.LeafHashesAsync(state.Size, size, cancellation);
        var edge = await EdgeAsync(state, cancellation);
        var grown = TileGrowth.Append(state.Size, leaves, edge);
        var newEdge = NewEdge(size, grown, edge);
        var root = new TiledTree(size, tile => newEdge[tile]).Root();
        List<Tile> full = [.. grown.Where(tile => tile.Root is not null)];
        if (!await store.GrowAsync(state.Size, size, root, full, cancellation)) return await store.StateAsync(cancellation);
        _last = (size, root, newEdge);
        return state with { Size = size, Root = root };
    }

    private async Task<ReadTile> EdgeAsync(TreeState state, CancellationToken cancellation) =>
        _last is { } last && last.Size == state.Size && last.Root == state.Root
            ? tile => last.Edge[tile]
            : await tiles.FetchAsync(TileGrowth.RightEdge(state.Size), cancellation);

    // It is in the tiles that grew, or, on levels that did not grow, in those of the old one.
    private static Dictionary<TileId, ReadOnlyMemory<byte>> NewEdge(long size, IReadOnlyList<Tile> grown, ReadTile edge)
    {
        var byId = grown.ToDictionary(tile => tile.Id, tile => tile.Bytes);
        return TileGrowth.RightEdge(size).ToDictionary(tile => tile, tile => byId.TryGetValue(tile, out var bytes) ? bytes : edge(tile));
    }
}
