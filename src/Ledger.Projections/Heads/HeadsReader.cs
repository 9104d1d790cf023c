using Ledger.Transparency.Heads;
using Ledger.Transparency.Merkle;

namespace Ledger.Projections.Heads;

/// <summary>Proofs that a stream ended where it ended, or was not there, when the heads were taken last.</summary>
public sealed class HeadsReader(HeadsStore store)
{
    /// <summary>The newest tree of heads and the proof in it; null before the first.</summary>
    public async Task<(TakenHeads Taken, HeadsProof Proof)?> ProveAsync(string stream, CancellationToken cancellation)
    {
        if (await store.NewestAsync(cancellation) is not { } taken) return null;
        var (through, size) = (taken.Content.Through, taken.Content.Streams);
        var pages = await store.PagesAroundAsync(through, stream, cancellation);
        var place = pages.Count == 0 ? 0
            : pages[0].Start + pages[0].Heads.Count(head => StreamHead.Compare(head.Stream, stream) < 0);

        var around = ((long[])[place - 1, place]).Where(index => index >= 0 && index < size);
        var needed = around.SelectMany(new TiledTree(size, _ => default).TilesForInclusion).ToHashSet();
        var tiles = await store.TilesAsync(through, [.. needed.Where(tile => tile.Level > 0)], cancellation);
        long[] elsewhere = [.. needed.Where(tile => tile.Level == 0).Select(tile => tile.Index).Except(pages.Select(page => page.Index))];
        pages = [.. pages, .. await store.PagesAsync(through, elsewhere, cancellation)];
        var tree = new TiledTree(size, tile => tile.Level == 0 ? PageAt(tile.Index).Hashes() : tiles[(tile.Level, tile.Index)]);
        return (taken, HeadsProof.Make(stream, place, HeadAt, tree));

        HeadsPage PageAt(long index) => pages.Single(page => page.Index == index);

        StreamHead HeadAt(long index) => PageAt(index / TileId.FullWidth).Heads[(int)(index % TileId.FullWidth)];
    }
}
