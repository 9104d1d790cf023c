using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.LedgerEvents;
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
        var shown = await sight.ShowAsync(context, [view]);
        var veil = await veils.OverAsync(caller, [Told(shown[0])], cancellation) is [var over] ? over : null;
        await veils.AnswerAsync(context, veil?.Over(shown[0]) ?? shown[0], json => json.FindingView, veil);
    }

    private async Task ListFindingsAsync(HttpContext context)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var isUnlimited = Rights.Allows(caller.Roles, Operation.ReadAnyFinding);
        var asked = Answers.Text(context, "subject");
        var subject = asked is null ? null : await veils.ResolveAsync(caller, asked, cancellation);
        // Others are shown what is open to them where they name a subject that is theirs to see.
        var seesOpen = !isUnlimited && subject is not null && await subjects.MaySeeAsync(caller, subject, cancellation);
        var filter = new FindingFilter(
            subject, RuleIn(context), Answers.Code<FindingTier>(context, "tier"), Answers.Code<FindingStatus>(context, "status"),
            isUnlimited ? Answers.Text(context, "party") : caller.Organisation.Value,
            Rights.Allows(caller.Roles, Operation.ReadIntegrityFindings), CustodyEventOf(context),
            seesOpen ? await sight.AsOfAsync(cancellation) : null,
            Moment.StartOf(context, "raisedFrom", options.TimeZone), Moment.EndOf(context, "raisedTo", options.TimeZone));
        var (cursor, limit) = (Answers.NumericCursor(context), Answers.Limit(context));
        var order = Answers.Order(context, ListOrders.Findings);
        var page = asked is null == subject is null ? await rows.FindingsAsync(filter, order, cursor, limit, cancellation) : new([], null);
        var views = page.Bodies.Select(body => JsonSerializer.Deserialize(body, ViewJson.Plain.FindingView)!);
        var shown = await sight.ShowAsync(context, [.. views]);
        var over = await veils.OverAsync(caller, [.. shown.Select(Told)], cancellation);
        await AnswerAsync(context, page, over, shown, (veil, view) => veil.Over(view), json => json.FindingView);
    }

    // By its form: findings of rules that are no more are still there.
    private static string? RuleIn(HttpContext context)
    {
        var rule = Answers.Text(context, "rule");
        return rule is null || IsRule(rule) ? rule
            : throw new RefusedException(new(Problem.FieldErrors, Errors: [new("rule", "must be the id of a rule, such as R5")]));
    }

    private static bool IsRule(string rule) =>
        rule.Length is >= 2 and <= 4 && char.IsAsciiLetterUpper(rule[0]) && rule.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

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
        var veil = await veils.OverAsync(caller, [Told(shown[0])], cancellation) is [var over] ? over : null;
        await veils.AnswerAsync(context, veil?.Over(shown[0]) ?? shown[0], json => json.IncidentView, veil);
    }

    private async Task ListIncidentsAsync(HttpContext context)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var filter = new IncidentFilter(
            Rights.Allows(caller.Roles, Operation.ReadAnyFinding) ? Answers.Text(context, "party") : caller.Organisation.Value,
            Answers.Text(context, "rule"), Answers.Is(context, "state", IncidentState.Withdrawn),
            Moment.StartOf(context, "flaggedFrom", options.TimeZone), Moment.EndOf(context, "flaggedTo", options.TimeZone));
        var order = Answers.Order(context, ListOrders.Incidents);
        var page = await rows.IncidentsAsync(filter, order, Answers.NumericCursor(context), Answers.Limit(context), cancellation);
        var views = page.Bodies.Select(body => JsonSerializer.Deserialize(body, ViewJson.Plain.IncidentView)!);
        var shown = await sight.ShowAsync(caller, [.. views], cancellation);
        var over = await veils.OverAsync(caller, [.. shown.Select(Told)], cancellation);
        await AnswerAsync(context, page, over, shown, (veil, view) => veil.Over(view), json => json.IncidentView);
    }

    private async Task AnswerAsync<T>(
        HttpContext context, RowPage page, IReadOnlyList<Veil> over, IReadOnlyList<T> shown, Func<Veil, T, T> draw,
        Func<ViewJson, JsonTypeInfo<T>> type)
    {
        IEnumerable<string> bodies = over.Count == 0 ? shown.Select(view => JsonSerializer.Serialize(view, type(ViewJson.Plain)))
            : shown.Zip(over, (view, veil) => Encoding.UTF8.GetString(veil.Bytes(draw(veil, view), type)));
        await Answers.PageAsync(
            context, page with { Bodies = [.. bodies] }, await progress.ViewsAsync(context.RequestAborted),
            json => veils.WithRolesAsync(json, over, context.RequestAborted));
    }

    private static (string Subject, IEnumerable<CustodyEventId> Evidence) Told(FindingView view) =>
        (view.Content.Subject, view.Content.Evidence.Ids);

    private static (string Subject, IEnumerable<CustodyEventId> Evidence) Told(IncidentView view) => (view.Subject, []);
}
