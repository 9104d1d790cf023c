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
    public static async Task ShowAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        if (!reader.May(Operation.PostCustodyEvents)) throw new RefusedException(new(Problem.NoRight));
        var type = visit.Query("type");
        var list = await visit.AskPageAsync("/v1/custody-events", [new("type", type)], PageJson.Default.RecordList, limit: 20);
        await visit.ShowAsync<DeskView, DeskModel>(visit.Language["desk"], new(
            [.. RecordForm.OpenTo(reader)], SheetPage.LayoutsFor(reader).Count > 0, list, type, visit.NextOf(list.Next)));
    }
}
