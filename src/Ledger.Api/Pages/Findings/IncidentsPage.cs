using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Pages.Findings;

/// <summary>An incident a rule flagged, as GET /v1/incidents answers.</summary>
public sealed record IncidentAnswer(
    Guid IncidentId, Guid FindingId, string State, string Rule, string Subject, IReadOnlyList<string> Parties, LocalDate FlaggedOn,
    IReadOnlyList<AnswerLine> Answers);

/// <summary>A page of them.</summary>
public sealed record IncidentList(IReadOnlyList<IncidentAnswer> Items, string? Next, IReadOnlyList<Counterparty>? Counterparties);

public sealed record IncidentsModel(IncidentList List, Names Names, string? Next);

/// <summary>GET /incidents: what rules flagged, newest first.</summary>
internal static class IncidentsPage
{
    public static async Task ShowAsync(Visit visit)
    {
        var address = Address.With("/v1/incidents", new KeyValuePair<string, string?>("cursor", visit.Query("cursor")));
        var list = await visit.AskAsync(address, PageJson.Default.IncidentList);
        await visit.ShowAsync<IncidentsView, IncidentsModel>(
            visit.Language["incidents"], new(list, new([list.Counterparties]), visit.NextOf(list.Next)));
    }
}
