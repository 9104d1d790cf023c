using System.Globalization;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Pages.Desk.Lists;

/// <param name="Origin">Scheme and host, as the reader reached the service.</param>
/// <param name="Exporter">As the reader may know it.</param>
/// <param name="Drums">As they were packed.</param>
/// <param name="Contents">The lots that went into it.</param>
/// <param name="At">When it was put together.</param>
/// <param name="From">How many lines stand on pages before this one: drums first, then lots.</param>
/// <param name="Next">The address of the page after this one; null on the last.</param>
public sealed record PackingListModel(
    string Origin, LotAnswer Lot, string Exporter, OffsetDateTime At, IReadOnlyList<Piece> Drums, IReadOnlyList<Content> Contents,
    int From, string? Next)
{
    /// <summary>Lines of a page: more codes would make it too heavy for a weak link.</summary>
    public const int PageSize = 120;

    public int Lines => Drums.Count + Contents.Count;

    public int To => Math.Min(From + PageSize, Lines);

    public IEnumerable<Piece> DrumsHere => Drums.Skip(From).Take(PageSize);

    public IEnumerable<Content> ContentsHere => Contents.Take(Math.Max(To - Drums.Count, 0)).Skip(Math.Max(From - Drums.Count, 0));
}

/// <summary>What happened to an export lot, as GET /v1/lots/{id}/history answers; what it says depends on its type.</summary>
public sealed record ComposedHistory(IReadOnlyList<ComposedLine> Entries);

public sealed record ComposedLine(string Type, OffsetDateTime EventTime, bool IsEffective, JsonElement Data);

/// <summary>How it was put together.</summary>
public sealed record ComposedData(string Exporter, IReadOnlyList<Content>? Lots, IReadOnlyList<Piece>? Packing);

/// <summary>One piece of the shipment.</summary>
/// <param name="Drum">What stands on it.</param>
public sealed record Piece(string Drum, decimal? GrossKg, decimal NetKg, TagName? Tag);

/// <summary>A lot in the export lot.</summary>
public sealed record Content(LotName Lot, decimal? NetKg, string? Method);

/// <summary>GET /desk/packing-list/{id}: what an export lot holds, to print and to scan.</summary>
internal static class PackingListPage
{
    public static async Task ShowAsync(Visit visit)
    {
        visit.RequireReader();
        var address = "/v1/lots/" + Uri.EscapeDataString(visit.Route("id"));
        var lot = await visit.AskAsync(address, PageJson.Default.LotAnswer);
        var composed = (await visit.AskAsync(address + "/history", PageJson.Default.ComposedHistory)).Entries
            .LastOrDefault(entry => entry is { IsEffective: true, Type: "export_lot_composed" })
            ?? throw new RefusedException(new(Problem.NotFound));
        var shipment = composed.Data.Deserialize(PageJson.Default.ComposedData)!;
        var (drums, contents) = (shipment.Packing ?? [], shipment.Lots ?? []);
        var from = FromOf(visit, drums.Count + contents.Count);
        var next = from + PackingListModel.PageSize is var then && then < drums.Count + contents.Count
            ? visit.Http.Request.Path + QueryString.Create("from", then.ToString(CultureInfo.InvariantCulture)).Value : null;
        await visit.ShowAsync<PackingListView, PackingListModel>(visit.Language.With("packing.title", lot.LotId), new(
            visit.Origin, lot, new Names([lot.Counterparties]).Of(shipment.Exporter, visit.Language), composed.EventTime, drums, contents,
            from, next));
    }

    // Whatever the address says: the beginning of a page that there is.
    private static int FromOf(Visit visit, int lines) =>
        int.TryParse(visit.Query("from"), NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from < lines
            ? from / PackingListModel.PageSize * PackingListModel.PageSize : 0;
}
