using System.Collections.Concurrent;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Reads protected areas from their own streams: those whose outlines may lie within reach of a place.</summary>
/// <remarks>
/// What was read is remembered, since outlines are long and entries never change: the register of a country fits in a few megabytes.
/// </remarks>
public sealed class AreaReader(NpgsqlDataSource source)
{
    // No setting may ask for more; a degree of latitude is at least 110 km.
    private static readonly decimal ReachDegrees = SettingCatalogue.NearArea.Most / 110;

    private readonly ConcurrentDictionary<(string Area, long Sequence), IReadOnlyList<ProtectedSpan>> _remembered = new();

    public async Task<IReadOnlyList<ProtectedSpan>> AroundAsync(
        IReadOnlyCollection<SiteDescription> places, Horizon horizon, CancellationToken cancellation)
    {
        var spans = new List<ProtectedSpan>();
        foreach (var (area, sequence) in await NamesAroundAsync(places, horizon, cancellation))
        {
            if (!_remembered.TryGetValue((area, sequence), out var known))
                _remembered[(area, sequence)] = known = ProtectedSpan.Of(await EventsAsync(area, horizon, cancellation));
            spans.AddRange(known);
        }

        return spans;
    }

    // With the place of its newest entry. The meridians converge towards the poles: there the reach is more degrees of longitude.
    private async Task<List<(string Area, long Sequence)>> NamesAroundAsync(
        IReadOnlyCollection<SiteDescription> places, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT 'area:' || area_id, (SELECT max(seq) FROM event WHERE stream = 'area:' || area_id AND seq + 0 <= $4)
            FROM (SELECT DISTINCT area_id FROM area_box, unnest($1::numeric[], $2::numeric[]) AS place (lat, lon)
                WHERE seq <= $4 AND lat BETWEEN south - $3 AND north + $3
                    AND abs(lon - greatest(west, least(east, lon))) * cosd(lat::float8) <= $3) AS near ORDER BY area_id
            """);
        command.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. places.Select(place => place.Lat)] });
        command.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. places.Select(place => place.Lon)] });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = ReachDegrees });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        var areas = new List<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) areas.Add((reader.GetString(0), reader.GetInt64(1)));
        return areas;
    }

    private async Task<List<LedgerEvent>> EventsAsync(string stream, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT bytes FROM event WHERE stream = $1 AND seq + 0 <= $2 ORDER BY version");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        var events = new List<LedgerEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) events.Add(Leaf.Parse(reader.GetFieldValue<byte[]>(0)).ReadEvent());
        return events;
    }
}
