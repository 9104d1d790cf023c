using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.Desk.Sheets;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Desk;

/// <param name="Groups">What the reader may record, by where in the chain it belongs.</param>
/// <param name="HasSheets">The reader may record sheets.</param>
/// <param name="Records">What the organisation recorded last.</param>
public sealed record DeskModel(
    IReadOnlyList<(string Group, IReadOnlyList<string> Types)> Groups, bool HasSheets, RecordList Records, string? Type, string? Next);

/// <summary>GET /desk: where records are made, and what the organisation recorded last.</summary>
internal static class DeskPage
{
    private const string PageSize = "20";

    public static async Task ShowAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        if (!reader.May(Operation.PostCustodyEvents)) throw new RefusedException(new(Problem.NoRight));
        var address = Address.With(
            "/v1/custody-events", new("limit", PageSize), new("type", visit.Query("type")), new("cursor", visit.Query("cursor")));
        var list = await visit.AskAsync(address, PageJson.Default.RecordList);
        await visit.ShowAsync<DeskView, DeskModel>(visit.Language["desk"], new(
            [.. RecordForm.OpenTo(reader)], SheetPage.LayoutsFor(reader).Count > 0, list, visit.Query("type"),
            visit.NextOf(list.Next)));
    }
}
