using System.Text;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading.Secrecy;
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
    SubjectSight subjects, Veils veils, Progress progress, LedgerOptions options)
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
        var veil = await VeilOverAsync(context, view);
        await veils.AnswerAsync(context, veil?.Over(view) ?? view, json => json.ProvenanceView, veil);
    }

    private async Task GetAsync(HttpContext context, string id)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var (facts, veil) = await VisibleAsync(context, id, horizon);
        if (LotView.Of(facts) is not { } view) throw new RefusedException(new(Problem.NotFound, NoLot));
        var about = await findings.AboutAsync(context, StreamName.Lot(view.LotId), horizon);
        await veils.AnswerAsync(context, view with { Findings = veil is null ? about : veil.Over(about) }, json => json.LotView, veil);
    }

    private async Task GetHistoryAsync(HttpContext context, string id)
    {
        var (facts, veil) = await VisibleAsync(context, id, Moment.Of(context, options.TimeZone));
        var history = LotHistory.Of(facts);
        if (veil is null) await veils.AnswerAsync(context, history, json => json.LotHistory, veil);
        else
            await Answers.JsonAsync(
                context, await veils.WithRolesAsync(
                    JsonSerializer.SerializeToUtf8Bytes(veil.Over(history, facts), SecrecyJson.Default.VeiledHistory), [veil],
                    context.RequestAborted),
                await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task GetProvenanceAsync(HttpContext context, string id)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var (facts, _) = await VisibleAsync(context, id, horizon);
        await AnswerProvenanceAsync(context, facts.Lot, horizon);
    }

    // Only for those who may know everybody: where a lot went is its later holders' business.
    private async Task GetDestinationsAsync(HttpContext context, string id)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var (facts, veil) = await VisibleAsync(context, id, horizon);
        var view = await destinations.DownstreamAsync(facts.Lot, horizon, context.RequestAborted);
        if (view is null) throw new RefusedException(new(Problem.NotFound, NoLot));
        await veils.AnswerAsync(context, view, json => json.DestinationView, veil);
    }

    private async Task ListAsync(HttpContext context)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var custodian = Sight.IsUnlimited(caller) ? Answers.Text(context, "custodian") : caller.Organisation.Value; // own stock only
        var filter = new LotFilter(
            custodian, Answers.Text(context, "siteId"), Answers.Code<LotStatus>(context, "status"),
            Answers.Code<Mineral>(context, "mineral"));
        var cursor = Answers.Text(context, "cursor");
        if (cursor is not null)
            cursor = veils.Resolve<LotId>(caller, cursor)?.Value
                ?? throw new RefusedException(new(Problem.FieldErrors, Errors: [new("cursor", "must be one from a next link")]));
        var order = Answers.Order(context, ListOrders.Lots);
        var page = await rows.LotsAsync(filter, order, cursor, Answers.Limit(context), cancellation);
        if (Sight.IsUnlimited(caller)) await Answers.PageAsync(context, page, await progress.ViewsAsync(cancellation));
        else await AnswerVeiledAsync(context, page);
    }

    private async Task AnswerVeiledAsync(HttpContext context, RowPage page)
    {
        var cancellation = context.RequestAborted;
        List<LotView> views = [.. page.Bodies.Select(body => JsonSerializer.Deserialize(body, ViewJson.Plain.LotView)!)];
        var facts = await loader.LotsAsync([.. views.Select(view => view.LotId)], Horizon.Now, cancellation);
        List<Veil> over = [.. views.Select(view => veils.Over(context.Caller(), facts[view.LotId])!)];
        page = new(
            [.. views.Zip(over, (view, veil) => Encoding.UTF8.GetString(veil.Bytes(view, json => json.LotView)))],
            page.Next is null ? null : over[^1].Name(views[^1].LotId));
        await Answers.PageAsync(
            context, page, await progress.ViewsAsync(cancellation), json => veils.WithRolesAsync(json, over, cancellation));
    }

    /// <summary>The lot at that moment, and the veil over it. Whether and whom the caller may see is judged by what is known now.</summary>
    /// <exception cref="RefusedException">Not there, or not for this caller, or not by this name: it looks the same.</exception>
    private async Task<(LotFacts Facts, Veil? Veil)> VisibleAsync(HttpContext context, string id, Horizon horizon)
    {
        var caller = context.Caller();
        var lot = veils.Resolve<LotId>(caller, id, "lotId");
        var now = (await loader.LotsAsync([lot], Horizon.Now, context.RequestAborted))[lot];
        var facts = horizon.IsPast ? (await loader.LotsAsync([lot], horizon, context.RequestAborted))[lot] : now;
        var veil = veils.Over(caller, now);
        var isKnown = facts.Facts.Count + facts.Corrected.Count > 0;
        return isKnown && Sight.MaySee(caller, now, subjects.Today) && Veils.MayAsk(veil, id, lot)
            ? (facts, veil) : throw new RefusedException(new(Problem.NotFound, NoLot));
    }

    // What the caller put into runs of its own it dealt with too.
    private async Task<Veil?> VeilOverAsync(HttpContext context, ProvenanceView view)
    {
        var caller = context.Caller();
        if (Sight.IsUnlimited(caller)) return null;
        var near = view.Edges.Where(edge => IsOwn(edge.To)).Select(edge => LotId.TryParse(Veils.Parts(edge.From).Key)).OfType<LotId>();
        var lots = await loader.LotsAsync([view.LotId, .. near], Horizon.Now, context.RequestAborted);
        return veils.Over(caller, lots.Values);

        bool IsOwn(string node) => RunId.TryParse(Veils.Parts(node).Key) is { } run && run.Creator == caller.Organisation;
    }
}
