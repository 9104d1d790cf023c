using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Rules.Views;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>A part of the world's surface, in degrees of WGS 84. It does not cross the date line.</summary>
public sealed record GeoWindow(decimal West, decimal South, decimal East, decimal North);

/// <param name="Name">Part of the name or id, whatever its case.</param>
/// <param name="Ids">Only these; null for all.</param>
/// <param name="Window">Only what lies in it; null for everywhere.</param>
public sealed record SiteFilter(
    string? Country, string? Mineral, string? Status, string? Activity, string? Name, IReadOnlyList<string>? Ids, GeoWindow? Window);

/// <summary>What sites are sorted by.</summary>
public enum SiteSort
{
    Id, Name, Country, Status
}

/// <summary>Lists of the register of mine sites.</summary>
public sealed class SiteQueries(NpgsqlDataSource source, RowReader rows)
{
    private const string Id = "site.site_id";

    // $1 is the cursor.
    private const string Chosen =
        """
        ($2::text IS NULL OR country = $2)
            AND ($3::text IS NULL OR body::jsonb @> jsonb_build_object('minerals', jsonb_build_array($3::text)))
            AND ($4::text IS NULL OR status = $4) AND ($5::text IS NULL OR activity = $5)
            AND ($6::text IS NULL OR position(lower($6) IN lower(name)) > 0 OR position(lower($6) IN lower(site_id)) > 0)
            AND ($7::text[] IS NULL OR site_id = ANY ($7))
            AND ($8::numeric IS NULL OR (lon BETWEEN $8 AND $10 AND lat BETWEEN $9 AND $11))
        """;

    /// <summary>Sites after the cursor, in the order asked for.</summary>
    public Task<RowPage> ListAsync(
        SiteFilter filter, ListOrder<SiteSort> order, string? after, int limit, CancellationToken cancellation) => rows.PageAsync(
        $"""
        SELECT site_id, body FROM site WHERE {order.AfterCursor("site", Id, KeyOf(order.By))} AND {Chosen}
        ORDER BY {order.OrderBy(Id, KeyOf(order.By))} LIMIT $12
        """, limit, cancellation, Values(filter, after));

    /// <summary>The same sites as features of GeoJSON, in order of id.</summary>
    public Task<RowPage> PointsAsync(SiteFilter filter, string? after, int limit, CancellationToken cancellation) => rows.PageAsync(
        $"""
        SELECT site_id, jsonb_build_object(
            'type', 'Feature', 'id', site_id, 'properties', body::jsonb - 'lat' - 'lon',
            'geometry', jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(lon, lat)))::text
        FROM site WHERE site_id > coalesce($1, '') AND {Chosen} ORDER BY site_id LIMIT $12
        """, limit, cancellation, Values(filter, after));

    /// <summary>What was bagged at a site, as far as it counts.</summary>
    public async Task<SiteProductionView> ProductionAsync(SiteId site, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT month, mineral, count(*)::int, coalesce(sum(grams), 0)::bigint, count(*) FILTER (WHERE grams IS NULL)::int
            FROM site_fact WHERE site_id = $1 AND tag IS NULL AND mineral IS NOT NULL GROUP BY month, mineral ORDER BY month DESC, mineral
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = site.Value });
        var months = new List<SiteMonthOutput>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            months.Add(new(
                YearMonthPattern.Iso.Parse(reader.GetString(0)).Value.OnDayOfMonth(1), Code<Mineral>.Find(reader.GetString(1))!.Value,
                reader.GetInt32(2), new(reader.GetInt64(3)), reader.GetInt32(4)));
        return new(site, months);
    }

    private static string KeyOf(SiteSort sort) => sort switch
    {
        SiteSort.Name => "lower(name)",
        SiteSort.Country => "country",
        SiteSort.Status => RowReader.PlaceOf<SiteStatus>("status"),
        _ => Id,
    };

    private static object?[] Values(SiteFilter filter, string? after) =>
    [
        after, filter.Country, filter.Mineral, filter.Status, filter.Activity, filter.Name, filter.Ids?.ToArray(),
        filter.Window?.West, filter.Window?.South, filter.Window?.East, filter.Window?.North,
    ];
}
