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
        visit.RequireReader();
        if (!visit.Reader!.May(Operation.PostCustodyEvents)) throw new RefusedException(new(Problem.NoRight));
        var asked = new Dictionary<string, string?>
        {
            ["limit"] = PageSize, ["type"] = visit.Query("type"), ["cursor"] = visit.Query("cursor"),
        }.Where(pair => pair.Value is not null);
        var list = await visit.AskAsync("/v1/custody-events" + QueryString.Create(asked), PageJson.Default.RecordList);
        await visit.ShowAsync<DeskView, DeskModel>(visit.Language["desk"], new(
            [.. RecordForm.OpenTo(visit.Reader)], SheetPage.LayoutsFor(visit).Count > 0, list, visit.Query("type"),
            visit.NextOf(list.Next)));
    }
}
