using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Values;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Projections.Views;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/findings and /v1/incidents, with what was answered.</summary>
internal sealed class FindingEndpoints(
    RowReader rows, FindingReader findings, FindingSight sight, SubjectSight subjects, Veils veils, Progress progress,
    LedgerOptions options)
{
    public static Task GetFinding(HttpContext context, Guid id, FindingEndpoints endpoints) => endpoints.GetFindingAsync(context, id);

    public static Task ListFindings(HttpContext context, FindingEndpoints endpoints) => endpoints.ListFindingsAsync(context);

    public static Task GetIncident(HttpContext context, Guid id, FindingEndpoints endpoints) => endpoints.GetIncidentAsync(context, id);

    public static Task ListIncidents(HttpContext context, FindingEndpoints endpoints) => endpoints.ListIncidentsAsync(context);

    private async Task GetFindingAsync(HttpContext context, Guid id)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var facts = await findings.ReadAsync([id], Moment.Of(context, options.TimeZone) with { HappenedBy = null }, cancellation);
        var view = facts is [var finding] ? FindingView.WithHistory(finding) : null;
        if (view is null || !await sight.MaySeeAsync(caller, view, cancellation))
            throw new RefusedException(new(Problem.NotFound, "No finding with this id that your organisation may see."));
        var shown = await sight.ShowAsync(caller, [view], cancellation);
        var veil = await VeilAsync(caller, view.Content.Subject, cancellation);
        await Answers.JsonAsync(
            context, await veils.BytesAsync(veil?.Over(shown[0]) ?? shown[0], json => json.FindingView, veil, cancellation),
            await progress.ViewsAsync(cancellation));
    }

    private async Task ListFindingsAsync(HttpContext context)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var isUnlimited = Rights.Allows(caller.Roles, Operation.ReadAnyFinding);
        var subject = Answers.Text(context, "subject");
        // Others are shown what is open to them where they name a subject that is theirs to see.
        var seesOpen = !isUnlimited && subject is not null && await subjects.MaySeeAsync(caller, new StreamName(subject), cancellation);
        var filter = new FindingFilter(
            subject, Answers.Text(context, "rule"), Answers.Text(context, "tier"), Answers.Text(context, "status"),
            isUnlimited ? Answers.Text(context, "party") : caller.Organisation.Value,
            Rights.Allows(caller.Roles, Operation.ReadIntegrityFindings), CustodyEventOf(context),
            seesOpen ? await sight.AsOfAsync(cancellation) : null);
        var page = await rows.FindingsAsync(filter, Answers.NumericCursor(context), Answers.Limit(context), cancellation);
        var views = page.Bodies.Select(body => JsonSerializer.Deserialize(body, ViewJson.Plain.FindingView)!);
        var shown = await sight.ShowAsync(caller, [.. views], cancellation);
        var over = await veils.OverAsync(caller, shown.Select(view => view.Content.Subject), cancellation);
        await AnswerAsync(context, page, shown.Select(view => over.TryGetValue(view.Content.Subject, out var veil)
            ? Text(veil.Over(view), json => json.FindingView, veil) : Text(view, json => json.FindingView, null)), over.Values);
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
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var body = await rows.IncidentAsync(id, cancellation);
        var incident = body is null ? null : JsonSerializer.Deserialize(body, ViewJson.Plain.IncidentView);
        if (incident is null || (!Rights.Allows(caller.Roles, Operation.ReadAnyFinding) && !incident.Parties.Contains(caller.Organisation)))
            throw new RefusedException(new(Problem.NotFound, "No incident with this id that your organisation may see."));
        var shown = await sight.ShowAsync(caller, [incident], cancellation);
        var veil = await VeilAsync(caller, incident.Subject, cancellation);
        await Answers.JsonAsync(
            context, await veils.BytesAsync(veil?.Over(shown[0]) ?? shown[0], json => json.IncidentView, veil, cancellation),
            await progress.ViewsAsync(cancellation));
    }

    private async Task ListIncidentsAsync(HttpContext context)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var party = Rights.Allows(caller.Roles, Operation.ReadAnyFinding) ? Answers.Text(context, "party") : caller.Organisation.Value;
        var page = await rows.IncidentsAsync(party, Answers.NumericCursor(context), Answers.Limit(context), cancellation);
        var views = page.Bodies.Select(body => JsonSerializer.Deserialize(body, ViewJson.Plain.IncidentView)!);
        var shown = await sight.ShowAsync(caller, [.. views], cancellation);
        var over = await veils.OverAsync(caller, shown.Select(view => view.Subject), cancellation);
        await AnswerAsync(context, page, shown.Select(view => over.TryGetValue(view.Subject, out var veil)
            ? Text(veil.Over(view), json => json.IncidentView, veil) : Text(view, json => json.IncidentView, null)), over.Values);
    }

    private async Task<Veil?> VeilAsync(Caller caller, string subject, CancellationToken cancellation) =>
        (await veils.OverAsync(caller, [subject], cancellation)).GetValueOrDefault(subject);

    private async Task AnswerAsync(HttpContext context, RowPage page, IEnumerable<string> bodies, IEnumerable<Veil> over)
    {
        page = page with { Bodies = [.. bodies] };
        await Answers.PageAsync(
            context, page, await progress.ViewsAsync(context.RequestAborted),
            json => veils.WithRolesAsync(json, over, context.RequestAborted));
    }

    private static string Text<T>(T view, Func<ViewJson, JsonTypeInfo<T>> type, Veil? veil) => veil is null
        ? JsonSerializer.Serialize(view, type(ViewJson.Plain)) : Encoding.UTF8.GetString(VeiledJson.Bytes(view, type, veil));
}
