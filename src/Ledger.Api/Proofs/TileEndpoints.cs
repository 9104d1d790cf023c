using System.Buffers;
using Ledger.Api.Http;
using Ledger.EventStore;
using Ledger.Projections.Integration;
using Ledger.Transparency.Merkle;

namespace Ledger.Api.Proofs;

/// <summary>
/// GET /checkpoint, /tile/{level}/{index} and /tile/entries/{index}: the log as files (C2SP tlog-tiles). Only what lies within
/// the published tree is there.
/// </summary>
internal sealed class TileEndpoints(PublishedLog log, TileReader tiles, IEventStore store)
{
    private const string NoTile = "No tile of the published tree.";

    public static Task GetCheckpoint(HttpContext context, TileEndpoints endpoints) => endpoints.GetCheckpointAsync(context);

    public static Task GetTile(HttpContext context, string? path, TileEndpoints endpoints) => endpoints.GetTileAsync(context, path);

    public static Task GetEntries(HttpContext context, string? path, TileEndpoints endpoints) => endpoints.GetEntriesAsync(context, path);

    private Task GetCheckpointAsync(HttpContext context)
    {
        if (log.Current is not { } current) throw new RefusedException(new(Problem.NotFound, "Nothing is published yet."));
        context.Response.Headers.CacheControl = "public, max-age=1";
        return Outcomes.TextAsync(context, current.Note.ToString());
    }

    private async Task GetTileAsync(HttpContext context, string? path)
    {
        if (!TileId.TryParse($"tile/{path}", out var tile) || !IsPublished(tile)) throw new RefusedException(new(Problem.NotFound, NoTile));
        var read = await tiles.FetchAsync([tile], context.RequestAborted);
        await Outcomes.FileAsync(context, read(tile), isPublic: true);
    }

    private async Task GetEntriesAsync(HttpContext context, string? path)
    {
        if (!EntryBundle.TryParsePath($"tile/entries/{path}", out var tile) || !IsPublished(tile))
            throw new RefusedException(new(Problem.NotFound, NoTile));
        var events = await store.ReadAsync(tile.Index * TileId.FullWidth, tile.Width, context.RequestAborted);
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var stored in events)
        {
            if (stored.Bytes.Length > EntryBundle.MaxEntryBytes)
                throw new RefusedException(new(Problem.NotFound, string.Create(
                    null, $"Event {stored.Sequence} is longer than a bundle can hold: read these at /v1/events.")));
            EntryBundle.Append(bundle, stored.Bytes.Span);
        }

        await Outcomes.FileAsync(context, bundle.WrittenMemory, isPublic: false);
    }

    private bool IsPublished(TileId tile) =>
        log.Current is { } current
        && ((Int128)tile.Index * TileId.FullWidth) + tile.Width <= current.Head.Size >> (8 * tile.Level);
}
