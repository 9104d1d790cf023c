using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.EventStore.Reading;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using NodaTime;

namespace Ledger.Api.Events;

/// <summary>
/// GET /v1/events?after=&amp;limit=: leaves as they are stored, one a line, in the order of the sequence; as one JSON page for
/// Accept: application/json; without end for follow=true. recordedFrom, recordedTo, happenedFrom, happenedTo, type and stream narrow it;
/// sort=-sequence turns it round, and after= is then before. Header Ledger-Sequence: the newest at the time of asking, or the newest that
/// was looked at.
/// </summary>
internal static class GetEvents
{
    private const int PageSize = 200;
    private const int MostLines = 100_000;
    private const int MostInOneDocument = 1_000;
    private delegate Task<IReadOnlyList<StoredEvent>> ReadPage(long after, int most);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task Handle(
        HttpContext context, IEventStore store, EventSearch search, Progress progress, LedgerOptions options,
        IHostApplicationLifetime lifetime)
    {
        var order = Answers.Order(context, ListOrders.Events);
        var after = Paging.Number(context, "after", order.IsDescending ? long.MaxValue : 0, long.MaxValue);
        var isDocument = context.Request.Headers.Accept.Any(
            accept => accept?.Contains(Outcomes.Json, StringComparison.OrdinalIgnoreCase) == true);
        var limit = (int)Paging.Number(context, "limit", 1_000, isDocument ? MostInOneDocument : MostLines);
        var isFollowing = Paging.Flag(context, "follow");
        if (isFollowing && isDocument) throw new RefusedException(new(Problem.NotAcceptable, "follow=true answers in lines only."));
        var filter = FilterOf(context, options.TimeZone);
        var isSearch = filter.IsAny || order != ListOrders.Events;
        if (isFollowing && isSearch)
            throw new RefusedException(new(
                Problem.FieldErrors, Errors: [new("follow", "must not be given with what narrows it or turns it round")]));
        var head = await (filter.IsByHappening ? progress.ViewsAsync(context.RequestAborted) : store.HeadAsync(context.RequestAborted));
        ReadPage read = isSearch ? (from, most) => search.FindAsync(filter, order, from, head, most, context.RequestAborted)
            : (from, most) => store.ReadAsync(from, most, context.RequestAborted);

        context.Response.Headers["Ledger-Sequence"] = head.ToString(CultureInfo.InvariantCulture);
        context.Response.ContentType = isDocument ? Outcomes.Json : Outcomes.Lines;
        if (isFollowing) await FollowAsync(context, store, after, lifetime.ApplicationStopping);
        else if (isDocument) await WriteDocumentAsync(context, read, after, limit);
        else await WriteLinesAsync(context, read, after, limit);
    }

    private static EventFilter FilterOf(HttpContext context, DateTimeZone zone)
    {
        var type = Answers.Text(context, "type");
        if (type is not null && !EventTypes.Names.Contains(type))
            throw new RefusedException(new(Problem.FieldErrors, Errors: [new("type", "must be the name of an event type")]));
        return new(
            Moment.StartOf(context, "recordedFrom", zone), Moment.EndOf(context, "recordedTo", zone), type,
            Answers.Text(context, "stream"), Moment.StartOf(context, "happenedFrom", zone), Moment.EndOf(context, "happenedTo", zone));
    }

    private static async Task WriteLinesAsync(HttpContext context, ReadPage read, long after, int limit)
    {
        while (limit > 0)
        {
            var page = await read(after, Math.Min(limit, PageSize));
            if (page.Count == 0) return;
            await WriteAsync(context.Response.BodyWriter, page, context.RequestAborted);
            (after, limit) = (page[^1].Sequence, limit - page.Count);
        }
    }

    private static async Task WriteDocumentAsync(HttpContext context, ReadPage read, long after, int limit)
    {
        var output = context.Response.BodyWriter;
        using var writer = new Utf8JsonWriter(output, Outcomes.Relaxed);
        writer.WriteStartObject();
        writer.WriteStartArray("events");
        var rest = limit;
        while (rest > 0 && await read(after, Math.Min(rest, PageSize)) is { Count: > 0 } page)
        {
            foreach (var stored in page) writer.WriteRawValue(stored.Bytes.Span, skipInputValidation: true);
            await writer.FlushAsync(context.RequestAborted);
            (after, rest) = (page[^1].Sequence, rest - page.Count);
        }

        writer.WriteEndArray();
        if (rest == 0) writer.WriteString("next", Answers.NextLink(context, after.ToString(CultureInfo.InvariantCulture), "after"));
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }

    private static async Task FollowAsync(HttpContext context, IEventStore store, long after, CancellationToken stopping)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var output = context.Response.BodyWriter;
        await output.FlushAsync(ends.Token); // headers now: the first event may be long in coming
        await using var pages = store.FollowAsync(after, PageSize, ends.Token).GetAsyncEnumerator(ends.Token);
        try
        {
            while (true)
            {
                var next = pages.MoveNextAsync().AsTask();
                while (await Task.WhenAny(next, Task.Delay(Heartbeat, ends.Token)) != next && !ends.IsCancellationRequested)
                    await output.WriteAsync("\n"u8.ToArray(), ends.Token);
                await next;
                await WriteAsync(output, pages.Current, ends.Token);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // the reader left, or the service stops: the reader asks again after the last line it got
        }
    }

    private static async Task WriteAsync(PipeWriter output, IReadOnlyList<StoredEvent> page, CancellationToken cancellation)
    {
        foreach (var stored in page)
        {
            // An auditor reads here what rules and views read from rows: both must be the same.
            if (!stored.IsAsItsLeaf())
            {
                await output.FlushAsync(cancellation); // what came before it is good; there the answer breaks off
                throw new InvalidOperationException($"event {stored.Sequence} was changed in the database");
            }

            output.Write(stored.Bytes.Span);
            output.Write("\n"u8);
        }

        await output.FlushAsync(cancellation);
    }
}
