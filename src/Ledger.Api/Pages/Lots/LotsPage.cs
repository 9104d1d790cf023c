using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.TagChecks;

namespace Ledger.Api.Pages.Lots;

/// <param name="Filters">As asked for: custodian, siteId, status, mineral, sort.</param>
/// <param name="Next">The address of the page after this one; null on the last.</param>
/// <param name="Find">What was looked for and not found; null where nothing was.</param>
public sealed record LotsModel(
    LotList List, Names Names, IReadOnlyDictionary<string, string?> Filters, bool SeesAll, string? Next, string? Find);

/// <summary>GET /lots: the lots a reader holds, or all for who may see all; and the way to one by its id or its tag.</summary>
internal static class LotsPage
{
    private static readonly string[] Filters = ["custodian", "siteId", "status", "mineral", "sort"];

    // What moved last is what most come for.
    private const string UsualSort = "-changed";

    public static async Task ShowAsync(Visit visit)
    {
        var find = visit.Query("find");
        if (find is not null && await LotOfAsync(visit, find) is { } lot)
        {
            visit.GoTo("/lots/" + Uri.EscapeDataString(lot));
            return;
        }

        var filters = visit.Queries(Filters);
        filters["sort"] ??= UsualSort;
        var list = await visit.AskPageAsync("/v1/lots", filters, PageJson.Default.LotList);
        await visit.ShowAsync<LotsView, LotsModel>(visit.Language["lots"], new(
            list, new([list.Counterparties]), filters, visit.Reader?.May(Operation.ReadAnyLot) is true, visit.NextOf(list.Next), find));
    }

    /// <summary>The lot of that id, or the newest that wore a tag of that number; null where the reader may see none.</summary>
    private static async Task<string?> LotOfAsync(Visit visit, string find)
    {
        if (find.Contains(':', StringComparison.Ordinal))
            return (await visit.AskIfThereAsync("/v1/lots/" + Uri.EscapeDataString(find), PageJson.Default.LotAnswer))?.LotId;
        foreach (var tag in await TagsOfAsync(visit, find))
            if (await visit.AskIfThereAsync("/v1/tags/" + tag, PageJson.Default.TagAnswer) is { Lots: [.., var lot] }) return lot;
        return null;
    }

    private static async Task<IEnumerable<string>> TagsOfAsync(Visit visit, string find)
    {
        if (find.Split('/') is { Length: 3 } parts) return [string.Join('/', parts.Select(Uri.EscapeDataString))];
        var tags = await visit.AskIfThereAsync("/v1/tag-check/" + Uri.EscapeDataString(find), PageJson.Default.CheckedTags);
        return tags?.Tags.Select(PathOf) ?? [];
    }

    private static string PathOf(CheckedTag tag) => $"{Uri.EscapeDataString(tag.Series)}/{tag.Kind}/{tag.Number}";
}
