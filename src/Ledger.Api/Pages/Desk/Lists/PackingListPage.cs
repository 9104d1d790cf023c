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
public sealed record PackingListModel(
    string Origin, LotAnswer Lot, string Exporter, OffsetDateTime At, IReadOnlyList<Piece> Drums, IReadOnlyList<Content> Contents)
{
    /// <summary>More of them would make a page too heavy for a weak link.</summary>
    public const int MostCodes = 150;

    public bool HasCodes => Drums.Count(drum => drum.Tag is not null) + Contents.Count(content => content.Lot.LotId is null) <= MostCodes;
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
        await visit.ShowAsync<PackingListView, PackingListModel>(visit.Language.With("packing.title", lot.LotId), new(
            visit.Origin, lot, new Names([lot.Counterparties]).Of(shipment.Exporter, visit.Language), composed.EventTime,
            shipment.Packing ?? [], shipment.Lots ?? []));
    }
}
