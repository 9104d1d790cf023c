using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Pages.Runs;

/// <summary>A run in a list.</summary>
public sealed record ListedRun(
    string RunId, string Operation, string Holder, bool IsClosed, OffsetDateTime From, OffsetDateTime To, decimal InputKg,
    decimal OutputKg, decimal MeasuredLossKg, decimal UnmeasuredLossKg);

/// <summary>A page of runs, as GET /v1/runs answers.</summary>
public sealed record RunList(IReadOnlyList<ListedRun> Items, string? Next);

/// <param name="Filters">As asked for: holder, state, endedFrom, endedTo, sort.</param>
/// <param name="Next">The address of the page after this one; null on the last.</param>
/// <param name="Find">What was looked for and not found; null where nothing was.</param>
public sealed record RunsModel(RunList List, IReadOnlyDictionary<string, string?> Filters, bool SeesAll, string? Next, string? Find);

/// <summary>GET /runs: processing runs, a reader's own or all for who may see all; and the way to one by its id.</summary>
internal static class RunsPage
{
    private static readonly string[] Filters = ["holder", "state", "endedFrom", "endedTo", "sort"];

    public static async Task ShowAsync(Visit visit)
    {
        var find = visit.Query("find");
        if (find is not null
            && await visit.AskIfThereAsync("/v1/runs/" + Uri.EscapeDataString(find), PageJson.Default.RunAnswer) is { } run)
        {
            visit.GoTo("/runs/" + Uri.EscapeDataString(run.RunId));
            return;
        }

        var filters = visit.Queries(Filters);
        var list = await visit.AskPageAsync("/v1/runs", filters, PageJson.Default.RunList);
        await visit.ShowAsync<RunsView, RunsModel>(visit.Language["runs"], new(
            list, filters, visit.Reader?.May(Operation.ReadAnyLot) is true, visit.NextOf(list.Next), find));
    }
}
