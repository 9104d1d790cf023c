using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Views;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>Reads of tags what anyone may know; what is not for the public is not even read out of the rows.</summary>
public sealed class TagCheckReader(NpgsqlDataSource source)
{
    /// <summary>The most tags of one number that are listed.</summary>
    public const int MostTags = 20;

    // One row a tag: of its lots and of the ranges it lies in only minerals and the sites' country and area come out.
    private const string Query =
        """
        SELECT asked.tag, t.status,
            EXISTS (SELECT FROM tag_range AS r WHERE asked.tag >= r.first AND asked.tag <= r.last AND asked.number ~ r.form),
            (SELECT array_agg(DISTINCT l.mineral) FROM lot AS l WHERE l.mineral IS NOT NULL AND l.lot_id = ANY (worn.lots)),
            (SELECT array_agg(DISTINCT s.country || ' ' || coalesce(s.body::jsonb ->> 'area', '')) FROM site AS s WHERE s.site_id IN (
                SELECT l.site_id FROM lot AS l WHERE l.lot_id = ANY (worn.lots)
                UNION SELECT r.site_id FROM tag_range AS r
                WHERE r.state = 'assigned' AND asked.tag >= r.first AND asked.tag <= r.last AND asked.number ~ r.form))
        FROM unnest($1::text[], $2::text[]) AS asked (tag, number) LEFT JOIN tag AS t ON t.tag = asked.tag COLLATE "C"
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(lot), '{}') AS lots FROM jsonb_array_elements_text(t.body::jsonb -> 'lots') AS lot) AS worn
        ORDER BY asked.tag
        """;

    public async Task<TagCheckView> TagAsync(TagId tag, CancellationToken cancellation) => (await TagsAsync([tag], cancellation))[0];

    /// <summary>The tags that carry a number, as far as there are records or ranges of them.</summary>
    public async Task<TagCheckList> NumberAsync(string number, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT tag FROM tag WHERE number = $1
            UNION SELECT series || '/' || kind || '/' || $1 FROM tag_range AS r
            WHERE $1 ~ r.form AND series || '/' || kind || '/' || $1 COLLATE "C" BETWEEN r.first AND r.last
            ORDER BY 1 LIMIT $2
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = number });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostTags + 1 });
        var found = new List<TagId>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) found.Add(TagId.TryParse(reader.GetString(0))!.Value);
        return TagCheckList.Of(number, await TagsAsync([.. found.Take(MostTags)], cancellation), found.Count <= MostTags);
    }

    private async Task<IReadOnlyList<TagCheckView>> TagsAsync(IReadOnlyList<TagId> tags, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tags.Select(tag => tag.ToString())] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tags.Select(tag => tag.Number)] });
        var views = new List<TagCheckView>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            TagStatus? status = await reader.IsDBNullAsync(1, cancellation) ? null : Code<TagStatus>.Find(reader.GetString(1));
            var minerals = await reader.IsDBNullAsync(3, cancellation) ? [] : reader.GetFieldValue<string[]>(3);
            var sites = await reader.IsDBNullAsync(4, cancellation) ? [] : reader.GetFieldValue<string[]>(4);
            views.Add(TagCheckView.Of(
                TagId.TryParse(reader.GetString(0))!.Value, status, reader.GetBoolean(2),
                minerals.Select(code => Code<Mineral>.Find(code)!.Value),
                sites.Select(site => (new CountryCode(site[..2]), AreaId.TryParse(site[3..])))));
        }

        return views;
    }
}
