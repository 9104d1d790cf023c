using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Guarded;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.Sites;

/// <summary>
/// GET /v1/sites, /v1/sites.geojson and /v1/sites/{id}: mine sites, open to every key; and what was bagged at one, for staff.
/// </summary>
internal sealed class SiteRegister(GuardedStreams streams, IEventStore store, SiteQueries queries, Progress progress)
{
    public static readonly Aggregate<MineSite> Aggregate = new(MineSite.Unknown, MineSite.Fold);

    public static string AddressOf(SiteId site) => "/v1/sites/" + site;

    public static Task Get(HttpContext context, string id, SiteRegister sites) => sites.GetAsync(context, id);

    public static Task GetProduction(HttpContext context, string id, SiteRegister sites) => sites.GetProductionAsync(context, id);

    public static Task List(HttpContext context, SiteRegister sites) => sites.ListAsync(context);

    public static Task ListPoints(HttpContext context, SiteRegister sites) => sites.ListPointsAsync(context);

    private async Task GetAsync(HttpContext context, string id)
    {
        var head = await store.HeadAsync(context.RequestAborted);
        var history = SiteId.TryParse(id) is { } site
            ? await streams.HistoryAsync(StreamName.Site(site), 0, context.RequestAborted) : [];
        var view = history.Aggregate((SiteView?)null, (was, next) => SiteView.After(was, next.Event))
            ?? throw new RefusedException(new(Problem.NotFound, "No site with this id is in the register."));
        await Answers.VersionAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(
                view with { History = [.. history.Select(RegisterEntry.Of)] }, ViewJson.Plain.SiteView), view.Version, head);
    }

    // Of a site that no register knows there may be bags too.
    private async Task GetProductionAsync(HttpContext context, string id)
    {
        var site = SiteId.TryParse(id) ?? throw new RefusedException(new(Problem.NotFound, "This is no id of a site."));
        var view = await queries.ProductionAsync(site, context.RequestAborted);
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.SiteProductionView),
            await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task ListAsync(HttpContext context)
    {
        var order = Answers.Order(context, ListOrders.Sites);
        var page = await queries.ListAsync(
            FilterOf(context), order, Answers.Text(context, "cursor"), Answers.Limit(context), context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task ListPointsAsync(HttpContext context)
    {
        var page = await queries.PointsAsync(
            FilterOf(context), Answers.Text(context, "cursor"), Answers.FeatureLimit(context), context.RequestAborted);
        await Answers.FeaturesAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private static SiteFilter FilterOf(HttpContext context) => new(
        Answers.Text(context, "country"), Answers.Code<Mineral>(context, "mineral"), Answers.Code<SiteStatus>(context, "status"),
        Answers.Code<SiteActivity>(context, "activity"), Answers.Text(context, "name"), Answers.Texts(context, "siteId"),
        GeoWindows.Of(context));
}
