using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Rules.Views;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>
/// Sites, areas, parties and tags as the registers have them. Guarded streams only grow and nothing in them is corrected, so
/// each row is what it was with one more decision folded in.
/// </summary>
internal static class RegisterTables
{
    private static readonly ViewTable<SiteView> Sites = new(
        "site", ["site_id"],
        new ViewColumn<SiteView, string>("site_id", site => site.SiteId.Value),
        new ViewColumn<SiteView, string>("country", site => site.Country.Value),
        new ViewColumn<SiteView, string>("name", site => site.Name),
        new ViewColumn<SiteView, string?>("status", site => site.Status is { } status ? Code<SiteStatus>.Name(status) : null),
        new ViewColumn<SiteView, string?>("activity", site => site.Activity is { } activity ? Code<SiteActivity>.Name(activity) : null),
        new ViewColumn<SiteView, decimal>("lat", site => site.Lat),
        new ViewColumn<SiteView, decimal>("lon", site => site.Lon),
        new ViewColumn<SiteView, string>("body", site => JsonSerializer.Serialize(site, ViewJson.Plain.SiteView)));

    private static readonly ViewTable<AreaView> Areas = new(
        "area", ["area_id"],
        new ViewColumn<AreaView, string>("area_id", area => area.AreaId.Value),
        new ViewColumn<AreaView, string>("kind", area => Code<AreaKind>.Name(area.Kind)),
        new ViewColumn<AreaView, string>("name", area => area.Name),
        new ViewColumn<AreaView, DateOnly?>("until_day", area => area.Until?.ToDateOnly()),
        new ViewColumn<AreaView, decimal>("west", area => area.Box.West),
        new ViewColumn<AreaView, decimal>("south", area => area.Box.South),
        new ViewColumn<AreaView, decimal>("east", area => area.Box.East),
        new ViewColumn<AreaView, decimal>("north", area => area.Box.North),
        new ViewColumn<AreaView, string>("body", area => JsonSerializer.Serialize(area, ViewJson.Plain.AreaView)));

    private static readonly ViewTable<PartyLine> Parties = new(
        "party", ["party_id"],
        new ViewColumn<PartyLine, string>("party_id", party => party.PartyId.Value),
        new ViewColumn<PartyLine, string?>("country", party => party.Country?.Value),
        new ViewColumn<PartyLine, string?>(
            "membership", party => party.Membership is { } membership ? Code<MembershipState>.Name(membership.State) : null),
        new ViewColumn<PartyLine, string>("body", party => JsonSerializer.Serialize(party, ViewJson.Plain.PartyLine)));

    private static readonly ViewTable<TagRequestView> Requests = new(
        "tag_request", ["request_id"],
        new ViewColumn<TagRequestView, string>("request_id", request => request.RequestId.ToString()),
        new ViewColumn<TagRequestView, string>("series", request => request.Series),
        new ViewColumn<TagRequestView, string>("site_id", request => request.SiteId.Value),
        new ViewColumn<TagRequestView, string>("requested_by", request => request.RequestedBy.Value),
        new ViewColumn<TagRequestView, string?>("verdict", request => request.Verdict is { } verdict ? Code<Verdict>.Name(verdict) : null),
        new ViewColumn<TagRequestView, string>("body", request => JsonSerializer.Serialize(request, ViewJson.Plain.TagRequestView)));

    private static readonly ViewTable<TagRangeView> Ranges = new(
        "tag_range", ["range_id"],
        new ViewColumn<TagRangeView, string>("range_id", range => $"{First(range)}-{range.To}/{Code<TagRangeState>.Name(range.State)}"),
        new ViewColumn<TagRangeView, string>("series", range => range.Series),
        new ViewColumn<TagRangeView, string>("kind", range => Code<TagKind>.Name(range.Kind)),
        new ViewColumn<TagRangeView, string>("state", range => Code<TagRangeState>.Name(range.State)),
        new ViewColumn<TagRangeView, string?>("site_id", range => range.SiteId?.Value),
        new ViewColumn<TagRangeView, string?>("request_id", range => range.RequestId?.ToString()),
        new ViewColumn<TagRangeView, string>("first", First),
        new ViewColumn<TagRangeView, string>("last", range => new TagId(range.Series, range.Kind, range.To).ToString()),
        new ViewColumn<TagRangeView, string>("form", FormOf),
        new ViewColumn<TagRangeView, long>("size", range => range.Count),
        new ViewColumn<TagRangeView, string>("body", range => JsonSerializer.Serialize(range, ViewJson.Plain.TagRangeView)));

    public static async Task WriteAsync(ViewBatch batch, IReadOnlyList<StoredEvent> page, CancellationToken cancellation)
    {
        var connection = batch.Connection;
        List<RegisterFact> Of(params string[] kinds) =>
            [.. page.Where(stored => kinds.Contains(stored.Stream.Kind.ToString())).Select(RegisterFacts.Read)];

        var (sites, areas, parties, tags) = (Of("site"), Of("area"), Of("party", "membership"), Of("tag-series"));
        if (sites.Count + areas.Count + parties.Count + tags.Count == 0) return;

        // A party's row comes from two streams, which a rebuild may read at once.
        await ViewSchema.RunAsync(connection, "SELECT pg_advisory_xact_lock(1279611477)", cancellation); // "LEDU"
        Sites.Upsert(batch, await FoldAsync(
            connection, "SELECT body FROM site WHERE site_id = $1", sites, fact => fact.Stream.Value["site:".Length..],
            (SiteView? was, RegisterFact next) => SiteView.After(was, next.Event), ViewJson.Plain.SiteView, cancellation));
        Areas.Upsert(batch, await FoldAsync(
            connection, "SELECT body FROM area WHERE area_id = $1", areas, fact => fact.Stream.Value["area:".Length..],
            AreaView.After, ViewJson.Plain.AreaView, cancellation));
        Parties.Upsert(batch, await FoldAsync(
            connection, "SELECT body FROM party WHERE party_id = $1", parties, fact => PartyLine.IdIn(fact.Event)?.Value,
            PartyLine.After, ViewJson.Plain.PartyLine, cancellation));
        Requests.Upsert(batch, await FoldAsync(
            connection, "SELECT body FROM tag_request WHERE request_id = $1", tags, fact => TagRequestView.IdIn(fact.Event)?.ToString(),
            TagRequestView.After, ViewJson.Plain.TagRequestView, cancellation));
        Ranges.Upsert(batch, [.. tags.Select(TagRangeView.Of).OfType<TagRangeView>()]);
    }

    /// <summary>The rows the facts touch, each as it stood with the facts folded in.</summary>
    private static async Task<List<TRow>> FoldAsync<TRow>(
        NpgsqlConnection connection, string one, IEnumerable<RegisterFact> facts, Func<RegisterFact, string?> keyOf,
        Func<TRow?, RegisterFact, TRow?> after, JsonTypeInfo<TRow> type, CancellationToken cancellation)
        where TRow : class
    {
        var rows = new List<TRow>();
        foreach (var about in facts.GroupBy(keyOf).Where(group => group.Key is not null))
        {
            await using var command = new NpgsqlCommand(one, connection);
            command.Parameters.Add(new() { Value = about.Key });
            var body = await command.ExecuteScalarAsync(cancellation) as string;
            var was = body is null ? null : JsonSerializer.Deserialize(body, type);
            if (about.Aggregate(was, after) is { } row) rows.Add(row);
        }

        return rows;
    }

    private static string First(TagRangeView range) => new TagId(range.Series, range.Kind, range.From).ToString();

    /// <summary>A pattern all numbers of the range have: the same letters before, then as many digits.</summary>
    private static string FormOf(TagRangeView range)
    {
        var digits = range.From.Length - (range.From.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1);
        return $"^{range.From[..^digits]}[0-9]{{{digits}}}$";
    }
}
