using System.Text;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/runs/{id}, /v1/parties/{id}/holdings, /v1/findings and /v1/incidents.</summary>
internal sealed class OtherEndpoints(RowReader rows, Progress progress)
{
    public static Task GetRun(HttpContext context, string id, OtherEndpoints others) => others.GetRunAsync(context, id);

    public static Task GetHoldings(HttpContext context, string id, OtherEndpoints others) => others.GetHoldingsAsync(context, id);

    public static Task GetFinding(HttpContext context, Guid id, OtherEndpoints others) => others.GetFindingAsync(context, id);

    public static Task ListFindings(HttpContext context, OtherEndpoints others) => others.ListFindingsAsync(context);

    public static Task GetIncident(HttpContext context, Guid id, OtherEndpoints others) => others.GetIncidentAsync(context, id);

    public static Task ListIncidents(HttpContext context, OtherEndpoints others) => others.ListIncidentsAsync(context);

    private async Task GetRunAsync(HttpContext context, string id)
    {
        var body = await rows.RunAsync(id, context.RequestAborted);
        var run = body is null ? null : JsonSerializer.Deserialize(body, ViewJson.Plain.RunView);
        var caller = context.Caller();
        if (run is null || (!Sight.IsUnlimited(caller) && run.Holder != caller.Organisation && run.RunId.Creator != caller.Organisation))
            throw new RefusedException(new(Problem.NotFound, "No run with this id that your organisation may see."));
        await AnswerAsync(context, body!);
    }

    private async Task GetHoldingsAsync(HttpContext context, string id)
    {
        if (PartyId.TryParse(id) is not { } party)
            throw new RefusedException(new(Problem.FieldErrors, Errors: [new("partyId", $"must be {PartyId.Form}")]));
        var caller = context.Caller();
        if (!Sight.IsUnlimited(caller) && caller.Organisation != party)
            throw new RefusedException(new(Problem.NoRight, "You may see your own holdings."));
        var holdings = await rows.HoldingsAsync(id, context.RequestAborted);
        var view = new HoldingsView(party, [.. holdings.Select(row => new Holding(
            row.Mineral is { } mineral ? Code<Mineral>.Find(mineral) : null, row.Lots, new Mass(row.Grams), row.Unweighed))]);
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.HoldingsView),
            await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task GetFindingAsync(HttpContext context, Guid id)
    {
        var body = await rows.FindingAsync(id, context.RequestAborted);
        if (body is null || !MaySee(context.Caller(), JsonSerializer.Deserialize(body, ViewJson.Plain.FindingView)!))
            throw new RefusedException(new(Problem.NotFound, "No finding with this id that your organisation may see."));
        await AnswerAsync(context, body);
    }

    private async Task ListFindingsAsync(HttpContext context)
    {
        var caller = context.Caller();
        var isUnlimited = Rights.Allows(caller.Roles, Operation.ReadAnyFinding);
        var filter = new FindingFilter(
            Answers.Text(context, "subject"), Answers.Text(context, "rule"), Answers.Text(context, "tier"), Answers.Text(context, "status"),
            isUnlimited ? Answers.Text(context, "party") : caller.Organisation.Value,
            Rights.Allows(caller.Roles, Operation.ReadIntegrityFindings), CustodyEventOf(context));
        var page = await rows.FindingsAsync(filter, Answers.NumericCursor(context), Answers.Limit(context), context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private static Guid? CustodyEventOf(HttpContext context)
    {
        var given = context.Request.Query["custodyEvent"].ToString();
        if (given.Length == 0) return null;
        return Guid.TryParseExact(given, "D", out var id) ? id
            : throw new RefusedException(new(Problem.FieldErrors, Errors: [new("custodyEvent", "must be the UUID of a custody event")]));
    }

    private async Task GetIncidentAsync(HttpContext context, Guid id)
    {
        var body = await rows.IncidentAsync(id, context.RequestAborted);
        var incident = body is null ? null : JsonSerializer.Deserialize(body, ViewJson.Plain.IncidentView);
        var caller = context.Caller();
        if (incident is null || (!Rights.Allows(caller.Roles, Operation.ReadAnyFinding) && !incident.Parties.Contains(caller.Organisation)))
            throw new RefusedException(new(Problem.NotFound, "No incident with this id that your organisation may see."));
        await AnswerAsync(context, body!);
    }

    private async Task ListIncidentsAsync(HttpContext context)
    {
        var caller = context.Caller();
        var party = Rights.Allows(caller.Roles, Operation.ReadAnyFinding) ? Answers.Text(context, "party") : caller.Organisation.Value;
        var page = await rows.IncidentsAsync(party, Answers.NumericCursor(context), Answers.Limit(context), context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private static bool MaySee(Caller caller, FindingView finding) => finding.Content.Tier == Domain.LedgerEvents.FindingTier.Integrity
        ? Rights.Allows(caller.Roles, Operation.ReadIntegrityFindings)
        : Rights.Allows(caller.Roles, Operation.ReadAnyFinding) || finding.Content.Parties.Contains(caller.Organisation);

    private async Task AnswerAsync(HttpContext context, string json) =>
        await Answers.JsonAsync(context, Encoding.UTF8.GetBytes(json), await progress.ViewsAsync(context.RequestAborted));
}
