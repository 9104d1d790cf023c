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

/// <summary>GET /v1/sites and /v1/sites/{id}: mine sites, open to every key.</summary>
internal sealed class SiteRegister(GuardedStreams streams, IEventStore store, RegisterQueries queries, Progress progress)
{
    public static readonly Aggregate<MineSite> Aggregate = new(MineSite.Unknown, MineSite.Fold);

    public static string AddressOf(SiteId site) => "/v1/sites/" + site;

    public static Task Get(HttpContext context, string id, SiteRegister sites) => sites.GetAsync(context, id);

    public static Task List(HttpContext context, SiteRegister sites) => sites.ListAsync(context);

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

    private async Task ListAsync(HttpContext context)
    {
        var filter = new SiteFilter(
            Answers.Text(context, "country"), Answers.Code<Mineral>(context, "mineral"), Answers.Code<SiteStatus>(context, "status"),
            Answers.Code<SiteActivity>(context, "activity"), Answers.Text(context, "name"));
        var page = await queries.SitesAsync(filter, Answers.Text(context, "cursor"), Answers.Limit(context), context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }
}
