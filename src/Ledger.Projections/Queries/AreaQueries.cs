using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Geography;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <param name="Name">Part of the name, whatever its case.</param>
/// <param name="Window">Only whose outline may reach into it; null for everywhere.</param>
/// <param name="On">Only what is still protected, or drawn, on that day; null for all that ever was.</param>
public sealed record AreaFilter(string? Name, string? Kind, GeoWindow? Window, LocalDate? On);

/// <summary>Lists of the register of areas, and their outlines for maps.</summary>
/// <remarks>
/// Outlines are long, entries never change, and maps ask for a few details: what was drawn once is remembered, a few megabytes for a
/// country.
/// </remarks>
public sealed class AreaQueries(NpgsqlDataSource source, RowReader rows)
{
    // $1 is the cursor.
    private const string Chosen =
        """
        area_id > coalesce($1, '') AND ($2::text IS NULL OR position(lower($2) IN lower(name)) > 0) AND ($3::text IS NULL OR kind = $3)
            AND ($4::numeric IS NULL OR (west <= $6 AND east >= $4 AND south <= $7 AND north >= $5))
            AND ($8::date IS NULL OR until_day IS NULL OR until_day > $8)
        """;

    private readonly ConcurrentDictionary<(string Area, int Version, int Detail), string> _drawn = new();

    /// <summary>Areas in order of id, after the cursor.</summary>
    public Task<RowPage> ListAsync(AreaFilter filter, string? after, int limit, CancellationToken cancellation) => rows.PageAsync(
        $"SELECT area_id, body FROM area WHERE {Chosen} ORDER BY area_id LIMIT $9", limit, cancellation, Values(filter, after));

    /// <summary>The same areas as features of GeoJSON with their latest outlines, in order of id.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="detail">Degrees an outline may differ from what was entered; 0 for none.</param>
    /// <param name="after">The cursor.</param>
    /// <param name="limit">Features at most.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<RowPage> OutlinesAsync(
        AreaFilter filter, decimal detail, string? after, int limit, CancellationToken cancellation)
    {
        var page = await ListAsync(filter, after, limit, cancellation);
        var level = Simplified.LevelOf((double)detail);
        var features = new List<string>(page.Bodies.Count);
        foreach (var body in page.Bodies)
        {
            var area = JsonSerializer.Deserialize(body, ViewJson.Plain.AreaView)!;
            var key = (area.AreaId.Value, area.Version, level);
            if (!_drawn.TryGetValue(key, out var geometry))
                _drawn[key] = geometry = Simplified.Geometry(await OutlineAsync("area:" + area.AreaId, cancellation), level);
            features.Add(
                $"{{\"type\":\"Feature\",\"id\":{JsonSerializer.Serialize(area.AreaId.Value, ViewJson.Plain.String)}," +
                $"\"properties\":{body},\"geometry\":{geometry}}}");
        }

        return new(features, page.Next);
    }

    // The latest: its stretches come last, after the entry they belong to.
    private async Task<IReadOnlyList<AreaOutlined>> OutlineAsync(string stream, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT bytes FROM event WHERE stream = $1 AND type = 'area_outlined'
                AND version > (SELECT max(version) FROM event WHERE stream = $1 AND type IN ('area_protected', 'area_mapped'))
            ORDER BY version
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        var stretches = new List<AreaOutlined>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            stretches.Add((AreaOutlined)Leaf.Parse(reader.GetFieldValue<byte[]>(0)).ReadEvent());
        return stretches;
    }

    private static object?[] Values(AreaFilter filter, string? after) =>
    [
        after, filter.Name, filter.Kind, filter.Window?.West, filter.Window?.South, filter.Window?.East, filter.Window?.North,
        filter.On?.ToDateOnly(),
    ];
}
