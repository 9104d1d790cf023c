using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Reads what the register says of sites, from their own streams.</summary>
public sealed class SiteRegisterReader(NpgsqlDataSource source)
{
    /// <summary>Every site asked for, known or not.</summary>
    public async Task<Dictionary<SiteId, SiteRegister>> ReadAsync(
        IReadOnlyCollection<SiteId> sites, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT stream, recorded_at, type, bytes, EXISTS (SELECT FROM site_part WHERE seq <= $2)
            FROM (SELECT) AS one LEFT JOIN event ON stream = ANY($1) AND seq + 0 <= $2 ORDER BY stream, version
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. sites.Select(site => StreamName.Site(site).Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        var (exists, events) = (false, new List<(string Stream, LedgerEvent Event, Instant At)>());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            exists = reader.GetBoolean(4);
            if (await reader.IsDBNullAsync(0, cancellation)) continue;
            var data = Leaf.Parse(reader.GetFieldValue<byte[]>(3)).Data;
            events.Add((reader.GetString(0), EventTypes.Deserialize(reader.GetString(2), data.Span),
                Instant.FromDateTimeUtc(reader.GetDateTime(1))));
        }

        var byStream = events.ToLookup(each => each.Stream, each => (each.Event, each.At));
        return sites.Distinct().ToDictionary(site => site, site => SiteRegister.Of(exists, byStream[StreamName.Site(site).Value]));
    }
}
