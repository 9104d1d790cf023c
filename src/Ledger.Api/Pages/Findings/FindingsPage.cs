using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Views;

namespace Ledger.Api.Pages.Findings;

/// <summary>A page of findings, as GET /v1/findings answers.</summary>
public sealed record FindingList(IReadOnlyList<FindingAnswer> Items, string? Next, IReadOnlyList<Counterparty>? Counterparties);

/// <param name="Filters">As asked for: status, tier, rule, subject, party, raisedFrom, raisedTo, sort.</param>
/// <param name="SeesAll">May filter by party; others see what names them.</param>
public sealed record FindingsModel(
    FindingList List, IReadOnlyDictionary<string, string?> Filters, bool SeesAll, string? Next,
    IReadOnlyList<string> Statuses, IReadOnlyList<string> Tiers);

/// <summary>
/// GET /findings: the queue, newest first unless asked otherwise. What stands in it is still to explain, unless all are asked for.
/// </summary>
internal static class FindingsPage
{
    /// <summary>The status that asks for all.</summary>
    public const string All = "all";

    private static readonly string[] Filters = ["status", "tier", "rule", "subject", "party", "raisedFrom", "raisedTo", "sort"];

    public static async Task ShowAsync(Visit visit)
    {
        var filters = visit.Queries(Filters);
        filters["status"] ??= Code<FindingStatus>.Name(FindingStatus.Active);
        var asked = filters.Where(pair => (pair.Key, pair.Value) != ("status", All));
        var list = await visit.AskPageAsync("/v1/findings", asked, PageJson.Default.FindingList, limit: 20);
        await visit.ShowAsync<FindingsView, FindingsModel>(visit.Language["findings"], new(
            list, filters, visit.Reader?.May(Operation.ReadAnyFinding) is true, visit.NextOf(list.Next),
            Code<FindingStatus>.All, Code<FindingTier>.All));
    }
}
