using System.Text.Json;
using Ledger.Api.Guarded;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Guarded.Areas;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Api.Areas;

/// <summary>GET /v1/areas, /v1/areas.geojson and /v1/areas/{id}: protected areas, borders and shores, open to every key.</summary>
internal sealed class AreaRegister(
    GuardedStreams streams, IEventStore store, AreaQueries queries, Progress progress, LedgerOptions options,
    IClock clock)
{
    public static readonly Aggregate<ProtectedArea> Aggregate = new(ProtectedArea.Unknown, ProtectedArea.Fold);

    public static string AddressOf(AreaId area) => "/v1/areas/" + area;

    public static Task Get(HttpContext context, string id, AreaRegister areas) => areas.GetAsync(context, id);

    public static Task List(HttpContext context, AreaRegister areas) => areas.ListAsync(context);

    public static Task ListOutlines(HttpContext context, AreaRegister areas) => areas.ListOutlinesAsync(context);

    private async Task GetAsync(HttpContext context, string id)
    {
        var head = await store.HeadAsync(context.RequestAborted);
        var history = AreaId.TryParse(id) is { } area
            ? await streams.HistoryAsync(StreamName.Area(area), 0, context.RequestAborted) : [];
        var view = AreaView.WithHistory(history)
            ?? throw new RefusedException(new(Problem.NotFound, "No area with this id is in the register."));
        await Answers.VersionAsync(context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.AreaView), view.Version, head);
    }

    private async Task ListAsync(HttpContext context)
    {
        var page = await queries.ListAsync(
            FilterOf(context, on: null), Answers.Text(context, "cursor"), Answers.Limit(context), context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    // What maps show is what holds today.
    private async Task ListOutlinesAsync(HttpContext context)
    {
        var page = await queries.OutlinesAsync(
            FilterOf(context, clock.GetCurrentInstant().InZone(options.TimeZone).Date), GeoWindows.Detail(context),
            Answers.Text(context, "cursor"), Answers.FeatureLimit(context), context.RequestAborted);
        await Answers.FeaturesAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private static AreaFilter FilterOf(HttpContext context, LocalDate? on) => new(
        Answers.Text(context, "name"), Answers.Code<AreaKind>(context, "kind"), GeoWindows.Of(context), on);
}
