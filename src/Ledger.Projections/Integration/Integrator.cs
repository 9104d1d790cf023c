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

    /// <summary>
    /// Commits the next leaves with their full tiles, size and root. Returns where everything stands then; nothing was done if
    /// the tree is complete or another node was first.
    /// </summary>
    /// <exception cref="InvalidDataException">Events or tiles are missing.</exception>
    public async Task<TreeState> AdvanceAsync(TreeState state, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Sequence < state.Size) throw new InvalidDataException($"The ledger ends at {state.Sequence}, its tree has {state.Size} leaves.");
        if (state.Sequence == state.Size) return state;

        var size = Math.Min(state.Sequence, state.Size + LeavesInOneStep);
        var leaves = await store.LeafHashesAsync(state.Size, size, cancellation);
        var edge = await tiles.FetchAsync(TileGrowth.RightEdge(state.Size), cancellation);
        var grown = TileGrowth.Append(state.Size, leaves, edge);
        var full = grown.Where(tile => tile.Root is not null).ToList();
        var root = RootOf(size, grown, edge);
        var isMoved = await store.GrowAsync(state.Size, size, root, full, cancellation);
        return isMoved ? state with { Size = size, Root = root } : await store.StateAsync(cancellation);
    }

    // The right edge of the new tree is in the tiles that grew, or, on levels that did not grow, in those of the old one.
    private static TreeHash RootOf(long size, IReadOnlyList<Tile> grown, ReadTile edge)
    {
        var byId = grown.ToDictionary(tile => tile.Id, tile => tile.Bytes);
        return new TiledTree(size, tile => byId.TryGetValue(tile, out var bytes) ? bytes : edge(tile)).Root();
    }
}
