using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/lots/{id} and what hangs on a lot, each with knownAt and happenedBy.</summary>
internal sealed class LotEndpoints(
    SubjectLoader loader, RowReader rows, ProvenanceReader provenance, DestinationReader destinations, FindingSight findings,
    Progress progress, LedgerOptions options)
{
    private const string NoLot = "No lot with this id that your organisation may see.";

    public static Task Get(HttpContext context, string id, LotEndpoints lots) => lots.GetAsync(context, id);

    public static Task GetHistory(HttpContext context, string id, LotEndpoints lots) => lots.GetHistoryAsync(context, id);

    public static Task GetProvenance(HttpContext context, string id, LotEndpoints lots) => lots.GetProvenanceAsync(context, id);

    public static Task GetDestinations(HttpContext context, string id, LotEndpoints lots) => lots.GetDestinationsAsync(context, id);

    public static Task List(HttpContext context, LotEndpoints lots) => lots.ListAsync(context);

    /// <summary>Answers with a lot's provenance, as far as the caller may see it.</summary>
    public async Task AnswerProvenanceAsync(HttpContext context, LotId lot, Horizon horizon)
    {
        var view = await provenance.UpstreamAsync(lot, horizon, context.RequestAborted);
        if (view is null) throw new RefusedException(new(Problem.NotFound, NoLot));
        // Lot and run ids begin with who made them: beyond their own hands a participant sees sites and shares.
        if (!Sight.IsUnlimited(context.Caller())) view = view with { Nodes = [], Edges = [], Cycles = [] };
        await AnswerAsync(context, view, ViewJson.Plain.ProvenanceView);
    }

    private async Task GetAsync(HttpContext context, string id)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var facts = await VisibleAsync(context, id, horizon);
        if (LotView.Of(facts) is not { } view) throw new RefusedException(new(Problem.NotFound, NoLot));
        var about = await findings.AboutAsync(context.Caller(), StreamName.Lot(view.LotId), horizon, context.RequestAborted);
        await AnswerAsync(context, view with { Findings = about }, ViewJson.Plain.LotView);
    }

    private async Task GetHistoryAsync(HttpContext context, string id) => await AnswerAsync(
        context, LotHistory.Of(await VisibleAsync(context, id, Moment.Of(context, options.TimeZone))), ViewJson.Plain.LotHistory);

    private async Task GetProvenanceAsync(HttpContext context, string id)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        await AnswerProvenanceAsync(context, (await VisibleAsync(context, id, horizon)).Lot, horizon);
    }

    private async Task GetDestinationsAsync(HttpContext context, string id)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var lot = (await VisibleAsync(context, id, horizon)).Lot;
        var view = await destinations.DownstreamAsync(lot, horizon, context.RequestAborted);
        if (view is null) throw new RefusedException(new(Problem.NotFound, NoLot));
        await AnswerAsync(context, view, ViewJson.Plain.DestinationView);
    }

    private async Task ListAsync(HttpContext context)
    {
        var custodian = Answers.Text(context, "custodian");
        if (!Sight.IsUnlimited(context.Caller())) custodian = context.Caller().Organisation.Value; // own stock only
        var filter = new LotFilter(
            custodian, Answers.Text(context, "siteId"), Answers.Text(context, "status"), Answers.Text(context, "mineral"));
        var limit = Answers.Limit(context);
        var page = await rows.LotsAsync(filter, Answers.Text(context, "cursor"), limit, context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    /// <exception cref="RefusedException">Not there, or not for this caller: it looks the same.</exception>
    private async Task<LotFacts> VisibleAsync(HttpContext context, string id, Horizon horizon)
    {
        if (LotId.TryParse(id) is not { } lot)
            throw new RefusedException(new(Problem.FieldErrors, Errors: [new("lotId", $"must be {LotId.Form}")]));
        var facts = (await loader.LotsAsync([lot], horizon, context.RequestAborted))[lot];
        var isKnown = facts.Facts.Count + facts.Corrected.Count > 0;
        return isKnown && Sight.MaySee(context.Caller(), facts) ? facts : throw new RefusedException(new(Problem.NotFound, NoLot));
    }

    private async Task AnswerAsync<T>(HttpContext context, T view, JsonTypeInfo<T> type) => await Answers.JsonAsync(
        context, JsonSerializer.SerializeToUtf8Bytes(view, type), await progress.ViewsAsync(context.RequestAborted));
}
