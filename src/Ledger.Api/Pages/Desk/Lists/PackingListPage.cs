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
    string Origin, LotAnswer Lot, string Exporter, OffsetDateTime At, IReadOnlyList<Drum> Drums, IReadOnlyList<Content> Contents)
{
    /// <summary>More of them would make a page too heavy for a weak link.</summary>
    public const int MostCodes = 150;

    public bool HasCodes => Drums.Count(drum => drum.Tag is not null) + Contents.Count(content => content.LotId is null) <= MostCodes;
}

/// <summary>One piece of the shipment.</summary>
public sealed record Drum(string Label, decimal? GrossKg, decimal NetKg, TagName? Tag);

/// <summary>A lot in the export lot, by its id or its tag.</summary>
public sealed record Content(string? LotId, TagName? Tag, decimal? NetKg, string? Method);

/// <summary>GET /desk/packing-list/{id}: what an export lot holds, to print and to scan.</summary>
internal static class PackingListPage
{
    public static async Task ShowAsync(Visit visit)
    {
        visit.RequireReader();
        var address = "/v1/lots/" + Uri.EscapeDataString(visit.Route("id"));
        var lot = await visit.AskAsync(address, PageJson.Default.LotAnswer);
        using var history = JsonDocument.Parse((await visit.GetAsync(address + "/history")).Body);
        var composed = history.RootElement.GetProperty("entries").EnumerateArray()
            .LastOrDefault(entry => entry.GetProperty("isEffective").GetBoolean()
                && entry.GetProperty("type").GetString() == "export_lot_composed");
        if (composed.ValueKind == JsonValueKind.Undefined) throw new RefusedException(new(Problem.NotFound));
        var data = composed.GetProperty("data");
        await visit.ShowAsync<PackingListView, PackingListModel>(visit.Language.With("packing.title", lot.LotId), new(
            visit.Origin, lot, new Names([lot.Counterparties]).Of(data.GetProperty("exporter").GetString()!, visit.Language),
            composed.GetProperty("eventTime").Deserialize(PageJson.Default.OffsetDateTime),
            [.. List(data, "packing").Select(DrumOf)], [.. List(data, "lots").Select(ContentOf)]));
    }

    private static List<JsonElement> List(JsonElement data, string name) =>
        data.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    private static Drum DrumOf(JsonElement drum) => new(
        drum.GetProperty("drum").GetString()!, Number(drum, "grossKg"), drum.GetProperty("netKg").GetDecimal(), TagOf(drum));

    private static Content ContentOf(JsonElement line)
    {
        var lot = line.GetProperty("lot");
        return new(
            lot.TryGetProperty("lotId", out var id) ? id.GetString() : null, TagOf(lot), Number(line, "netKg"),
            line.TryGetProperty("method", out var method) ? method.GetString() : null);
    }

    private static TagName? TagOf(JsonElement of) =>
        of.TryGetProperty("tag", out var tag) ? tag.Deserialize(PageJson.Default.TagName) : null;

    private static decimal? Number(JsonElement of, string name) => of.TryGetProperty(name, out var number) ? number.GetDecimal() : null;
}
