using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Guarded;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.Tags;

/// <summary>
/// GET /v1/tag-series/{series}, /v1/tag-ranges, /v1/tag-requests and /v1/tag-register. Which numbers lie where helps whoever forges:
/// participants see what they asked for, the field and those who control it see all.
/// </summary>
internal sealed class TagRegister(GuardedStreams streams, IEventStore store, RegisterQueries queries, Progress progress)
{
    private const int MostHistory = 500;

    public static readonly Aggregate<TagSeries> Aggregate = new(TagSeries.Empty, TagSeries.Fold);

    public static string AddressOf(string series) => "/v1/tag-series/" + series;

    public static Task GetSeries(HttpContext context, string series, TagRegister tags) => tags.GetSeriesAsync(context, series);

    public static Task ListRanges(HttpContext context, TagRegister tags) => tags.ListRangesAsync(context);

    public static Task ListRequests(HttpContext context, TagRegister tags) => tags.ListRequestsAsync(context);

    public static Task Get(HttpContext context, TagRegister tags) => tags.GetAsync(context);

    private async Task GetSeriesAsync(HttpContext context, string series)
    {
        var head = await store.HeadAsync(context.RequestAborted);
        var stream = StreamName.TagSeries(series);
        var (state, version) = TagId.IsSeries(series)
            ? await streams.LoadAsync(stream, Aggregate, context.RequestAborted) : (TagSeries.Empty, 0);
        if (version == 0) throw new RefusedException(new(Problem.NotFound, "Nothing is recorded of this series."));
        var history = await streams.HistoryAsync(stream, Math.Max(0, version - MostHistory), context.RequestAborted);
        var view = new TagSeriesView(
            series, state.Issued.Sum(tags => tags.Count), state.Assigned.Sum(tags => tags.Count), state.Requests.Count,
            state.Requests.Values.Count(request => request.Verdict is null), version,
            [.. history.Where(fact => fact.Version <= version).Select(RegisterEntry.Of)]);
        await Answers.VersionAsync(context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.TagSeriesView), version, head);
    }

    private Task ListRangesAsync(HttpContext context) =>
        ListAsync(context, Answers.Code<TagRangeState>(context, "state"), queries.TagRangesAsync);

    private Task ListRequestsAsync(HttpContext context) => ListAsync(context, Answers.Text(context, "state"), queries.TagRequestsAsync);

    private async Task ListAsync(
        HttpContext context, string? state, Func<TagFilter, string?, int, CancellationToken, Task<RowPage>> query)
    {
        var caller = context.Caller();
        var requestedBy = Rights.Allows(caller.Roles, Operation.ReadAnyTagRegister)
            ? Answers.Text(context, "requestedBy") : caller.Organisation.Value;
        var filter = new TagFilter(
            Answers.Text(context, "series"), Answers.Text(context, "siteId"), state, requestedBy);
        var page = await query(filter, Answers.Text(context, "cursor"), Answers.Limit(context), context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task GetAsync(HttpContext context)
    {
        var series = Answers.Text(context, "series") is { } given && TagId.IsSeries(given) ? given
            : throw new RefusedException(new(Problem.FieldErrors, Errors: [new("series", "must be a series of tags")]));
        var site = Answers.Text(context, "siteId") is { } id && SiteId.TryParse(id) is { } known ? known
            : throw new RefusedException(new(Problem.FieldErrors, Errors: [new("siteId", $"must be {SiteId.Form}")]));
        var sequence = await progress.ViewsAsync(context.RequestAborted);
        var view = await queries.TagRegisterAsync(series, site, context.RequestAborted);
        await Answers.JsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.TagRegisterView), sequence);
    }
}
