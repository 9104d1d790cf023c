using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Pages.Desk.Lists;

/// <param name="Origin">Scheme and host, as the reader reached the service.</param>
/// <param name="At">When the list was made.</param>
public sealed record TagListModel(string Origin, string Holder, OffsetDateTime At, LotList List, string? Mineral, string? Next);

/// <summary>GET /desk/tag-list: the tagged lots the organisation holds, to print and to scan.</summary>
internal static class TagListPage
{
    public static async Task ShowAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        var mineral = visit.Query("mineral");
        var list = await visit.AskPageAsync(
            "/v1/lots", [new("custodian", reader.Organisation), new("status", "held"), new("mineral", mineral)],
            PageJson.Default.LotList, limit: 100);
        await visit.ShowAsync<TagListView, TagListModel>(visit.Language["tag-list"], new(
            visit.Origin, reader.Organisation, visit.Now, list, mineral, visit.NextOf(list.Next)));
    }
}
