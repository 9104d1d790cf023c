using System.Text;
using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore.Reading;
using Ledger.Rules.Views;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Queries;

/// <summary>Reads view rows, whose bodies are the answers.</summary>
public sealed class RowReader(NpgsqlDataSource source)
{
    /// <summary>The largest page.</summary>
    public const int MaxLimit = 500;

    // With their tables' names, since what is selected is text of the same name.
    private const string LotId = "lot.lot_id";
    private const string RunId = "run.run_id";
    private const string Raised = "finding.raised_seq";
    private const string Flagged = "incident.flagged_seq";

    private static readonly string Withdrawn = Code<FindingStatus>.Name(FindingStatus.Withdrawn);

    public Task<string?> IncidentAsync(Guid id, CancellationToken cancellation) =>
        OneAsync("SELECT body FROM incident WHERE incident_id = $1", id, cancellation);

    /// <summary>Lots by custodian and site, in the order asked for, after the cursor.</summary>
    public Task<RowPage> LotsAsync(
        LotFilter filter, ListOrder<LotSort> order, string? after, int limit, CancellationToken cancellation) => PageAsync(
        $"""
        SELECT lot_id, body FROM lot
        WHERE {order.AfterCursor("lot", LotId, KeyOf(order.By))}
            AND ($2::text IS NULL OR custodian = $2) AND ($3::text IS NULL OR site_id = $3)
            AND ($4::text IS NULL OR status = $4) AND ($5::text IS NULL OR mineral = $5)
        ORDER BY {order.OrderBy(LotId, KeyOf(order.By))} LIMIT $6
        """, limit, cancellation, after, filter.Custodian, filter.SiteId, filter.Status, filter.Mineral);

    /// <summary>Processing runs by holder, whether their last sheet is there, and days, in the order asked for, after the cursor.</summary>
    public Task<RowPage> RunsAsync(
        RunFilter filter, ListOrder<RunSort> order, string? after, int limit, CancellationToken cancellation) => PageAsync(
        $"""
        SELECT run_id, body FROM run
        WHERE {order.AfterCursor("run", RunId, KeyOf(order.By))}
            AND ($2::text IS NULL OR holder = $2) AND ($3::boolean IS NULL OR is_closed = $3)
            AND ($4::timestamptz IS NULL OR ended >= $4) AND ($5::timestamptz IS NULL OR ended <= $5)
        ORDER BY {order.OrderBy(RunId, KeyOf(order.By))} LIMIT $6
        """, limit, cancellation, after, filter.Holder, filter.IsClosed, filter.EndedFrom?.ToDateTimeUtc(),
        filter.EndedTo?.ToDateTimeUtc());

    /// <summary>Findings in the order asked for, after the cursor. Those for an integrity officer only where asked for by right.</summary>
    public Task<RowPage> FindingsAsync(
        FindingFilter filter, ListOrder<FindingSort> order, long? after, int limit, CancellationToken cancellation) => PageAsync(
        $"""
        SELECT raised_seq::text, body FROM finding
        WHERE {order.AfterCursor("finding", Raised, KeyOf(order.By))}
            AND ($2::text IS NULL OR finding_id IN (SELECT s.finding_id FROM finding_subject s WHERE s.subject = $2))
            AND ($3::text IS NULL OR rule = $3)
            AND ($4::text IS NULL OR tier = $4) AND ($5::text IS NULL OR status = $5)
            AND ($6::text IS NULL OR $6 = ANY (parties) OR ($7 AND audience = 'integrity') OR opens_on <= $9::date)
            AND ($7::boolean OR audience <> 'integrity') AND ($8::uuid IS NULL OR evidence @> ARRAY[$8::uuid])
            AND ($10::timestamptz IS NULL OR (SELECT e.recorded_at FROM event e WHERE e.seq = raised_seq) >= $10)
            AND ($11::timestamptz IS NULL OR (SELECT e.recorded_at FROM event e WHERE e.seq = raised_seq) <= $11)
        ORDER BY {order.OrderBy(Raised, KeyOf(order.By))} LIMIT $12
        """, limit, cancellation, after, filter.Subject, filter.Rule, filter.Tier, filter.Status, filter.Party, filter.WithIntegrity,
        filter.CustodyEvent, filter.OpenOn?.ToDateOnly(), filter.RaisedFrom?.ToDateTimeUtc(), filter.RaisedTo?.ToDateTimeUtc());

    /// <summary>Flagged incidents in the order asked for, after the cursor. Each stands and falls with its finding.</summary>
    public Task<RowPage> IncidentsAsync(
        IncidentFilter filter, ListOrder<IncidentSort> order, long? after, int limit, CancellationToken cancellation) => PageAsync(
        $"""
        SELECT flagged_seq::text, incident.body FROM incident JOIN finding USING (finding_id)
        WHERE {order.AfterCursor("incident", Flagged, KeyOf(order.By))} AND ($2::text IS NULL OR $2 = ANY (incident.parties))
            AND ($3::text IS NULL OR finding.rule = $3) AND ($4::boolean IS NULL OR (finding.status = '{Withdrawn}') = $4)
            AND ($5::timestamptz IS NULL OR (SELECT e.recorded_at FROM event e WHERE e.seq = flagged_seq) >= $5)
            AND ($6::timestamptz IS NULL OR (SELECT e.recorded_at FROM event e WHERE e.seq = flagged_seq) <= $6)
        ORDER BY {order.OrderBy(Flagged, KeyOf(order.By))} LIMIT $7
        """, limit, cancellation, after, filter.Party, filter.Rule, filter.IsWithdrawn, filter.FlaggedFrom?.ToDateTimeUtc(),
        filter.FlaggedTo?.ToDateTimeUtc());

    /// <summary>What a party holds now, by mineral: sums over the lot rows, so that a correction needs no undoing here.</summary>
    public async Task<IReadOnlyList<(string? Mineral, int Lots, long Grams, int Unweighed)>> HoldingsAsync(
        string party, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT mineral, count(*)::int, coalesce(sum(left_g), 0)::bigint, count(*) FILTER (WHERE left_g IS NULL)::int FROM lot
            WHERE custodian = $1 AND status IN ('held', 'partly-consumed') GROUP BY mineral ORDER BY mineral NULLS LAST
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = party });
        var rows = new List<(string?, int, long, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add((
                await reader.IsDBNullAsync(0, cancellation) ? null : reader.GetString(0),
                reader.GetInt32(1), reader.GetInt64(2), reader.GetInt32(3)));
        return rows;
    }

    private static string KeyOf(LotSort sort) => sort switch
    {
        LotSort.Mass => "coalesce(mass_g, -1)",
        LotSort.Status => PlaceOf<LotStatus>("status"),
        LotSort.Changed => "coalesce(changed, '-infinity')",
        _ => LotId,
    };

    private static string KeyOf(RunSort sort) => sort switch
    {
        RunSort.Ended => "ended",
        RunSort.Input => "input_g",
        _ => RunId,
    };

    // R5 stands before R20.
    private static string KeyOf(FindingSort sort) => sort switch
    {
        FindingSort.Rule => "left(rule, 1) || lpad(substr(rule, 2), 3, '0')",
        FindingSort.Tier => PlaceOf<FindingTier>("tier"),
        FindingSort.Subject => "subject",
        _ => Raised,
    };

    private static string KeyOf(IncidentSort sort) => sort == IncidentSort.Subject ? "incident.subject" : Flagged;

    /// <summary>SQL: the place of a column's code in its list; what is in none, or absent, stands last.</summary>
    internal static string PlaceOf<TCode>(string column)
        where TCode : struct, Enum =>
        $"coalesce(array_position('{{{string.Join(',', Code<TCode>.All)}}}'::text[], {column}), {Code<TCode>.All.Count + 1})";

    private async Task<string?> OneAsync(string sql, object key, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = key });
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    internal async Task<RowPage> PageAsync(string sql, int limit, CancellationToken cancellation, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(Parameter(value));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 }); // one more tells whether there is a next page
        var (bodies, cursor) = (new List<string>(limit), (string?)null);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (bodies.Count == limit) return new(bodies, cursor);
            cursor = reader.GetString(0);
            bodies.Add(reader.GetString(1));
        }

        return new(bodies, null);
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown },
        _ => new() { Value = value },
    };
}

/// <summary>One page of rows as JSON, and the cursor of the next page, null at the end.</summary>
public sealed record RowPage(IReadOnlyList<string> Bodies, string? Next)
{
    /// <summary><c>{"items":[...],"next":...}</c>; next is absent at the end.</summary>
    public string ToJson(Func<string, string> nextLink) => ToJson("\"items\"", nextLink);

    /// <summary>The same where rows are features of GeoJSON: a collection of them, with next as a foreign member (RFC 7946, 6.1).</summary>
    public string ToGeoJson(Func<string, string> nextLink) => ToJson("\"type\":\"FeatureCollection\",\"features\"", nextLink);

    private string ToJson(string list, Func<string, string> nextLink)
    {
        var json = new StringBuilder("{").Append(list).Append(":[").AppendJoin(',', Bodies).Append(']');
        if (Next is { } cursor) json.Append(",\"next\":").Append(JsonSerializer.Serialize(nextLink(cursor), ViewJson.Plain.String));
        return json.Append('}').ToString();
    }
}

public sealed record LotFilter(string? Custodian, string? SiteId, string? Status, string? Mineral);

/// <param name="EndedFrom">Its last sheet not before.</param>
/// <param name="EndedTo">Nor after.</param>
public sealed record RunFilter(string? Holder, bool? IsClosed, NodaTime.Instant? EndedFrom, NodaTime.Instant? EndedTo);

/// <param name="Party">Who is named.</param>
/// <param name="FlaggedFrom">Recorded not before.</param>
/// <param name="FlaggedTo">Nor after.</param>
public sealed record IncidentFilter(
    string? Party, string? Rule, bool? IsWithdrawn, NodaTime.Instant? FlaggedFrom, NodaTime.Instant? FlaggedTo);

/// <param name="Subject">What it is about; a lot also where it is the one lot of a transfer that the finding is about.</param>
/// <param name="CustodyEvent">One of the custody events a finding rests on.</param>
/// <param name="Party">Who is named.</param>
/// <param name="WithIntegrity">Also what only an integrity officer may see, whoever is named there.</param>
/// <param name="OpenOn">Beside those that name the party also those open to others as of that day.</param>
/// <param name="RaisedFrom">Recorded not before.</param>
/// <param name="RaisedTo">Nor after.</param>
public sealed record FindingFilter(
    string? Subject, string? Rule, string? Tier, string? Status, string? Party, bool WithIntegrity, Guid? CustodyEvent = null,
    NodaTime.LocalDate? OpenOn = null, NodaTime.Instant? RaisedFrom = null, NodaTime.Instant? RaisedTo = null);
