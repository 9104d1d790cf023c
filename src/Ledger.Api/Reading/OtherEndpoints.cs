using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/runs, /v1/runs/{id} and /v1/parties/{id}/holdings.</summary>
internal sealed class OtherEndpoints(
    SubjectLoader loader, RowReader rows, FindingSight findings, Veils veils, Progress progress, LedgerOptions options)
{
    public static Task GetRun(HttpContext context, string id, OtherEndpoints others) => others.GetRunAsync(context, id);

    public static Task ListRuns(HttpContext context, OtherEndpoints others) => others.ListRunsAsync(context);

    public static Task GetHoldings(HttpContext context, string id, OtherEndpoints others) => others.GetHoldingsAsync(context, id);

    private async Task GetRunAsync(HttpContext context, string id)
    {
        var (caller, cancellation, horizon) = (context.Caller(), context.RequestAborted, Moment.Of(context, options.TimeZone));
        var run = veils.Resolve<RunId>(caller, id, "runId");
        var now = (await loader.RunsAsync([run], Horizon.Now, cancellation))[run];
        var facts = horizon.IsPast ? (await loader.RunsAsync([run], horizon, cancellation))[run] : now;
        var veil = veils.Over(caller, now.Sheets);
        if (!Sight.MaySee(caller, now) || !Veils.MayAsk(veil, id, run) || RunView.Of(facts) is not { } view)
            throw new RefusedException(new(Problem.NotFound, "No run with this id that your organisation may see."));
        var about = await findings.AboutAsync(context, StreamName.Run(run), horizon);
        var settings = await loader.SettingsAsync(horizon, cancellation);
        view = view with
        {
            Findings = veil is null ? about : veil.Over(about),
            Balance = RunGain.Of(facts, settings), Balances = [.. RunGain.EachOf(facts, settings)], Needs = RunNeeds.Of(facts),
        };
        await veils.AnswerAsync(context, view, json => json.RunView, veil);
    }

    // A holder's own; what went into others' runs is found by the lots.
    private async Task ListRunsAsync(HttpContext context)
    {
        var caller = context.Caller();
        var filter = new RunFilter(
            Sight.IsUnlimited(caller) ? Answers.Text(context, "holder") : caller.Organisation.Value,
            Answers.Is(context, "state", RunState.Closed),
            Moment.StartOf(context, "endedFrom", options.TimeZone), Moment.EndOf(context, "endedTo", options.TimeZone));
        var page = await rows.RunsAsync(
            filter, Answers.Order(context, ListOrders.Runs), Answers.Text(context, "cursor"), Answers.Limit(context),
            context.RequestAborted);
        page = new([.. page.Bodies.Select(WithoutLines)], page.Next);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private static string WithoutLines(string run) => JsonSerializer.Serialize(
        JsonSerializer.Deserialize(run, ViewJson.Plain.RunSummary)!, ViewJson.Plain.RunSummary);

    private async Task GetHoldingsAsync(HttpContext context, string id)
    {
        var party = OwnParty.Of(context, id, "holdings");
        var holdings = await rows.HoldingsAsync(id, context.RequestAborted);
        var view = new HoldingsView(party, [.. holdings.Select(row => new Holding(
            row.Mineral is { } mineral ? Code<Mineral>.Find(mineral) : null, row.Lots, new Mass(row.Grams), row.Unweighed))]);
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.HoldingsView),
            await progress.ViewsAsync(context.RequestAborted));
    }
}

/// <summary>Whether the last sheet of a run is there.</summary>
internal enum RunState
{
    Open, Closed
}
