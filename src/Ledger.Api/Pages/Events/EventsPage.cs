using System.Globalization;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Pages.Events;

/// <summary>Leaves, as GET /v1/events answers.</summary>
/// <param name="Next">Null where there are no more.</param>
public sealed record EventList(IReadOnlyList<EventLeaf> Events, string? Next);

/// <summary>What a page shows of a leaf.</summary>
public sealed record EventLeaf(
    long Seq, string Stream, int Version, string Type, Instant RecordedAt, EventHeadersAnswer? Headers, JsonElement Data)
{
    /// <summary>When it happened, for what happened in the field; null for decisions.</summary>
    public WhenAnswer? When => Data.TryGetProperty("when", out var when) ? when.Deserialize(PageJson.Default.WhenAnswer) : null;
}

/// <param name="CustodyEvent">The record it came from; null for what came from none.</param>
public sealed record EventHeadersAnswer(string? RecordedBy, string? CustodyEvent);

public sealed record WhenAnswer(OffsetDateTime EventTime, string? TimePrecision);

/// <param name="Asked">happenedFrom, happenedTo, recordedFrom, recordedTo, type, stream and sort, as asked for.</param>
/// <param name="List">Null where what was asked for cannot be.</param>
/// <param name="Error">Why not.</param>
public sealed record EventsModel(IReadOnlyDictionary<string, string?> Asked, EventList? List, string? Next, string? Error);

/// <summary>
/// GET /events: the ledger's events by when they happened and were recorded, for who may read all. GET /events/{sequence}: one, as it is
/// hashed.
/// </summary>
internal static class EventsPage
{
    private const string Length = "50";

    // Who replays a ledger asks the API; who looks at a page wants to see what is new.
    private const string UsualSort = "-sequence";

    private static readonly string[] Names = ["happenedFrom", "happenedTo", "recordedFrom", "recordedTo", "type", "stream", "sort"];

    public static async Task ShowAsync(Visit visit)
    {
        visit.RequireReader();
        var asked = visit.Queries(Names);
        asked["sort"] ??= UsualSort;
        var address = Address.With("/v1/events", [.. asked, new("after", visit.Query("after")), new("limit", Length)]);
        try
        {
            var list = await visit.AskAsync(address, PageJson.Default.EventList);
            await visit.ShowAsync<EventsView, EventsModel>(visit.Language["events"], new(asked, list, NextOf(visit, asked, list), null));
        }
        catch (RefusedException refused) when (refused.Refusal.Problem == Problem.FieldErrors)
        {
            await visit.ShowAsync<EventsView, EventsModel>(
                visit.Language["events"], new(asked, null, null, visit.Language["events.wrong"]), refused.Refusal.Problem);
        }
    }

    /// <summary>The leaf's bytes, which its hash is made from.</summary>
    public static Task DownloadAsync(Visit visit)
    {
        var sequence = long.Parse(visit.Route("sequence"), CultureInfo.InvariantCulture);
        visit.Http.Response.Headers.ContentDisposition = FormattableString.Invariant($"attachment; filename=\"event-{sequence}.json\"");
        visit.Http.Request.Headers.Remove("Accept"); // as it is stored, and not in a document
        return visit.ForwardAsync(FormattableString.Invariant($"/v1/events?after={sequence - 1}&limit=1"));
    }

    private static string? NextOf(Visit visit, Dictionary<string, string?> asked, EventList list) => list.Next is null ? null
        : Address.With($"/{visit.Language.Code}/events",
            [.. asked, new("after", list.Events[^1].Seq.ToString(CultureInfo.InvariantCulture))]);
}
