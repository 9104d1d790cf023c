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
    private const string PageSize = "100";

    public static async Task ShowAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        var address = Address.With(
            "/v1/lots", new("custodian", reader.Organisation), new("status", "held"), new("limit", PageSize),
            new("mineral", visit.Query("mineral")), new("cursor", visit.Query("cursor")));
        var list = await visit.AskAsync(address, PageJson.Default.LotList);
        await visit.ShowAsync<TagListView, TagListModel>(visit.Language["tag-list"], new(
            visit.Origin, reader.Organisation, visit.Now, list, visit.Query("mineral"), visit.NextOf(list.Next)));
    }
}
