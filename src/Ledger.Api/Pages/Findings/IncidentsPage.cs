using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Pages.Findings;

/// <summary>An incident a rule flagged, as GET /v1/incidents answers.</summary>
public sealed record IncidentAnswer(
    Guid IncidentId, Guid FindingId, string State, string Rule, string Subject, IReadOnlyList<string> Parties, LocalDate FlaggedOn,
    IReadOnlyList<AnswerLine> Answers);

/// <summary>A page of them.</summary>
public sealed record IncidentList(IReadOnlyList<IncidentAnswer> Items, string? Next, IReadOnlyList<Counterparty>? Counterparties);

/// <param name="Filters">As asked for: state, rule, party, flaggedFrom, flaggedTo, sort.</param>
/// <param name="SeesAll">May filter by party; others see what names them.</param>
public sealed record IncidentsModel(
    IncidentList List, Names Names, IReadOnlyDictionary<string, string?> Filters, bool SeesAll, string? Next);

/// <summary>GET /incidents: what rules flagged, newest first unless asked otherwise.</summary>
internal static class IncidentsPage
{
    private static readonly string[] Filters = ["state", "rule", "party", "flaggedFrom", "flaggedTo", "sort"];

    public static async Task ShowAsync(Visit visit)
    {
        var filters = visit.Queries(Filters);
        var list = await visit.AskPageAsync("/v1/incidents", filters, PageJson.Default.IncidentList);
        await visit.ShowAsync<IncidentsView, IncidentsModel>(
            visit.Language["incidents"], new(
                list, new([list.Counterparties]), filters, visit.Reader?.May(Operation.ReadAnyFinding) is true, visit.NextOf(list.Next)));
    }
}
