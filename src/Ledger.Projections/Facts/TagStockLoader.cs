using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Puts together a site's tags of one series and kind: what was counted, what was assigned, and how many are tied on.</summary>
public sealed class TagStockLoader(NpgsqlDataSource source, KeyedFactLoader keyed)
{
    public async Task<TagStockFacts> LoadAsync(string subject, Horizon horizon, CancellationToken cancellation)
    {
        var (facts, corrected) = await keyed.LoadAsync(subject, horizon, cancellation);
        var stock = new TagStockFacts(subject, facts, corrected, [], []);
        if (TagStockFacts.LastCount(facts) is not { } last) return stock;
        var assigned = await AssignedAsync(subject, horizon, cancellation);
        return stock with
        {
            Assigned = assigned,
            FirstUses = await FirstUsesAsync(
                [.. assigned.Where(range => range.Since < last.Interval.End)], last.Interval.End, horizon, cancellation),
        };
    }

    private async Task<IReadOnlyList<RegisteredTags>> AssignedAsync(string subject, Horizon horizon, CancellationToken cancellation)
    {
        var (site, series, kind) = TagStockFacts.PartsOf(subject);
        await using var command = source.CreateCommand(
            """
            SELECT from_number, to_number, since FROM issued_range
            WHERE is_assigned AND site_id = $1 AND series = $2 AND kind = $3 AND seq <= $4 ORDER BY seq
            """);
        foreach (var value in new object[] { site.Value, series, Code<TagKind>.Name(kind), horizon.UpTo })
            command.Parameters.Add(new() { Value = value });
        var ranges = new List<RegisteredTags>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            ranges.Add(new(
                new(series, kind, reader.GetString(0), reader.GetString(1)), site, Instant.FromDateTimeUtc(reader.GetDateTime(2))));
        return ranges;
    }

    // Read in the index; numbers of another form that sort between the ends are not of the range.
    private async Task<IReadOnlyList<Instant>> FirstUsesAsync(
        List<RegisteredTags> ranges, Instant by, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT min(f.begun) FROM unnest($1::text[], $2::text[]) AS range (first, last)
            JOIN site_fact f ON f.tag >= range.first COLLATE "C" AND f.tag <= range.last COLLATE "C"
                AND length(f.tag) = length(range.first) AND f.begun < $3 AND f.seq <= $4
            GROUP BY f.tag
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]>
            { TypedValue = [.. ranges.Select(range => Name(range.Tags, range.Tags.From))] });
        command.Parameters.Add(new NpgsqlParameter<string[]>
            { TypedValue = [.. ranges.Select(range => Name(range.Tags, range.Tags.To))] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = by.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        var uses = new List<Instant>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) uses.Add(Instant.FromDateTimeUtc(reader.GetDateTime(0)));
        return uses;
    }

    private static string Name(TagRange tags, string number) => new TagId(tags.Series, tags.Kind, number).ToString();
}
