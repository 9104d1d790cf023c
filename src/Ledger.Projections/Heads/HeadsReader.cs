using System.Runtime.CompilerServices;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Merkle;

namespace Ledger.Projections.Heads;

/// <summary>Proofs that a stream ended where it ended, or was not there, when the heads were taken last.</summary>
public sealed class HeadsReader(HeadsStore store)
{
    private const int StreamsInOneRead = 64;

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

    /// <summary>The newest tree of heads; null before the first.</summary>
    public Task<TakenHeads?> NewestAsync(CancellationToken cancellation) => store.NewestAsync(cancellation);

    /// <summary>The heads, each once, that prove of every stream where it ended, or that there was none.</summary>
    public async IAsyncEnumerable<PlacedHead> ProveAllAsync(
        TakenHeads taken, IReadOnlyCollection<string> streams, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (through, size) = (taken.Content.Through, taken.Content.Streams);
        var shape = new TiledTree(size, _ => default);
        var last = -1L;
        foreach (var batch in streams.Distinct().Order(StringComparer.Ordinal).Chunk(StreamsInOneRead))
        {
            var pages = await store.PagesHoldingAsync(through, batch, cancellation);
            long[] places = [.. batch.SelectMany(stream => PlacesOf(stream, pages))
                .Where(place => place > last && place < size).Distinct().Order()];
            var needed = places.SelectMany(shape.TilesForInclusion).ToHashSet();
            var tiles = await store.TilesAsync(through, [.. needed.Where(tile => tile.Level > 0)], cancellation);
            long[] elsewhere = [.. needed.Where(tile => tile.Level == 0).Select(tile => tile.Index)
                .Where(index => !pages.ContainsKey(index))];
            foreach (var page in await store.PagesAsync(through, elsewhere, cancellation)) pages[page.Index] = page;
            var hashes = pages.ToDictionary(page => page.Key, page => page.Value.Hashes());
            var tree = new TiledTree(size, tile => tile.Level == 0 ? hashes[tile.Index] : tiles[(tile.Level, tile.Index)]);
            foreach (var place in places)
            {
                var head = pages[place / TileId.FullWidth].Heads[(int)(place % TileId.FullWidth)];
                yield return new(place, head, tree.InclusionProof(place));
                last = place;
            }
        }
    }

    // Its own place; or those of its neighbours, of which one may not be there.
    private static IEnumerable<long> PlacesOf(string stream, Dictionary<long, HeadsPage> pages)
    {
        var page = pages.Values.Where(each => StreamHead.Compare(each.Heads[0].Stream, stream) <= 0).MaxBy(each => each.Index);
        if (page is null) return [0];
        var place = page.Start + page.Heads.Count(head => StreamHead.Compare(head.Stream, stream) < 0);
        return page.Heads.Any(head => head.Stream == stream) ? [place] : [place - 1, place];
    }
}
