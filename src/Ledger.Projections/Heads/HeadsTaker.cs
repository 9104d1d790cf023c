using System.Text;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Ledger.Projections.Heads;

/// <summary>
/// Takes the heads of all streams and writes their root to the ledger: after each closed day, and on demand at most once a
/// minute. Nodes that do so at once make the same rows, and one event.
/// </summary>
public sealed class HeadsTaker(IEventStore store, HeadsStore heads, IClock clock, ILogger<HeadsTaker> log) : IDisposable
{
    private const int PagesInOneWrite = 256;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly Duration Shortest = Duration.FromMinutes(1);
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Takes them whenever a day was closed since the last time, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (await heads.LastClosedDayAsync(cancellation) > ((await heads.NewestAsync(cancellation))?.Content.Through ?? 0))
                    await TakeAsync(isForced: true, cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                Log.LoopFailed(log, exception, "heads", Look.TotalSeconds);
            }

            await Task.Delay(Look, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes them now, unless the last time is less than a minute ago; true when this call did it.</summary>
    public Task<(TakenHeads Taken, bool IsNew)> TakeAsync(CancellationToken cancellation) => TakeAsync(isForced: false, cancellation);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<(TakenHeads Taken, bool IsNew)> TakeAsync(bool isForced, CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            var last = await heads.NewestAsync(cancellation);
            if (!isForced && last is not null && clock.GetCurrentInstant() - last.Event.RecordedAt < Shortest) return (last, false);
            var taken = await BuildAsync(cancellation);
            var isNew = await AppendAsync(taken, last?.Event.Version ?? 0, cancellation);
            if (isNew && last is not null) await heads.ForgetBeforeAsync(last.Content.Through, cancellation);
            return ((await heads.NewestAsync(cancellation))!, isNew); // of the node that was first, where it was not this one
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<bool> AppendAsync(HeadsRootTaken taken, int version, CancellationToken cancellation)
    {
        var id = Uuid5.Create(Guid.Empty, Encoding.UTF8.GetBytes($"heads-root:{version + 1}"));
        var leaf = LeafPrefix.Create(EventTypes.Serialize(taken), "{}"u8, id);
        var result = await store.AppendAsync(
            new([new AppendUnit(null, [new(id, StreamName.Heads, EventTypes.NameOf(taken), leaf)], [])], [new(StreamName.Heads, version)]),
            cancellation);
        return result.Status switch
        {
            AppendStatus.Created => true,
            AppendStatus.StaleVersion => false,
            _ => throw new InvalidOperationException($"the root of heads ended as {result.Status}"),
        };
    }

    /// <summary>Reads all heads, stores pages and tiles, and gives the root.</summary>
    private async Task<HeadsRootTaken> BuildAsync(CancellationToken cancellation)
    {
        await using var cursor = await heads.OpenAsync(cancellation);
        var tree = new GrowingTree();
        var (page, pages) = (new List<StreamHead>(TileId.FullWidth), new List<HeadsPage>(PagesInOneWrite));
        StreamHead? head;
        do
        {
            head = await cursor.NextAsync(cancellation);
            if (head is not null) page.Add(head);
            if (page.Count == TileId.FullWidth || (head is null && page.Count > 0))
            {
                pages.Add(new((tree.Size / TileId.FullWidth) + pages.Count, page));
                page = new(TileId.FullWidth);
            }

            if (pages.Count < PagesInOneWrite && head is not null) continue;
            await heads.AddPagesAsync(cursor.Through, pages, cancellation);
            await heads.AddTilesAsync(cursor.Through, tree.Append([.. pages.SelectMany(full => full.Heads)]), cancellation);
            pages.Clear();
        }
        while (head is not null);

        await heads.AddTilesAsync(cursor.Through, tree.Edge(), cancellation);
        return new(cursor.Through, tree.Size, tree.Root().ToString());
    }

    /// <summary>The tree of heads while it is made; of its tiles only the right edge is kept.</summary>
    private sealed class GrowingTree
    {
        private readonly Dictionary<TileId, ReadOnlyMemory<byte>> _edge = [];

        public long Size { get; private set; }

        public TreeHash Root() => new TiledTree(Size, tile => _edge[tile]).Root();

        /// <summary>Tiles above the pages that are not full.</summary>
        public IReadOnlyList<Tile> Edge() =>
            [.. TileGrowth.RightEdge(Size).Where(tile => tile.Level > 0).Select(tile => new Tile(tile, _edge[tile]))];

        /// <summary>Returns the tiles above the pages that became full.</summary>
        public IReadOnlyList<Tile> Append(IReadOnlyList<StreamHead> more)
        {
            var grown = TileGrowth.Append(Size, [.. more.Select(head => head.Hash())], tile => _edge[tile]);
            Size += more.Count;
            foreach (var tile in grown.Where(tile => tile.Root is null)) _edge[tile.Id] = tile.Bytes;
            return [.. grown.Where(tile => tile is { Root: not null, Id.Level: > 0 })];
        }
    }
}
