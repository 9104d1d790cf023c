using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Adds to tags what the register says of them: by index, whatever the size of a series.</summary>
public sealed class TagRegisterReader(NpgsqlDataSource source)
{
    /// <summary>The same tags, with the register around them, and with the neighbours of those that a rule names.</summary>
    public async Task<IReadOnlyList<TagFacts>> AddAsync(
        IReadOnlyCollection<TagFacts> tags, RuleSettings settings, Horizon horizon, CancellationToken cancellation)
    {
        if (tags.Count == 0) return [];
        var ranges = await RangesAsync(tags, horizon, cancellation);
        List<TagFacts> known = [.. tags.Select(tag => tag with { Register = TagRegister.Of(tag.Tag, ranges) })];
        List<TagFacts> named = known.FindAll(tag => RuleBook.Tag.Any(rule => rule.Evaluate(tag, settings, LocalDate.MinIsoValue).Any()));
        var neighbours = await NeighboursAsync(named, horizon, cancellation);
        return known.ConvertAll(tag => tag with { UnusedNeighbours = [.. neighbours[tag.Tag]] });
    }

    // The range that holds each tag, issued and assigned; the first range of each series; one range of each site.
    private async Task<List<RegisteredTags>> RangesAsync(
        IReadOnlyCollection<TagFacts> tags, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            WITH asked AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[])
                    AS t (series, kind, prefix, digits, number)),
            known AS (
                SELECT held.* FROM asked CROSS JOIN (VALUES (true), (false)) AS side (is_assigned) CROSS JOIN LATERAL (
                    SELECT r.* FROM issued_range r
                    WHERE (r.series, r.kind, r.is_assigned, r.prefix, r.digits) =
                            (asked.series, asked.kind, side.is_assigned, asked.prefix, asked.digits)
                        AND r.from_number <= asked.number AND r.seq <= $7
                    ORDER BY r.from_number DESC LIMIT 1) AS held
                UNION ALL
                SELECT first.* FROM (SELECT DISTINCT series, kind FROM asked) AS a CROSS JOIN LATERAL (
                    SELECT r.* FROM issued_range r WHERE (r.series, r.kind) = (a.series, a.kind) AND NOT r.is_assigned AND r.seq <= $7
                    ORDER BY r.since LIMIT 1) AS first
                UNION ALL
                SELECT one.* FROM (SELECT DISTINCT series, kind FROM asked) AS a CROSS JOIN unnest($6::text[]) AS s (site_id)
                CROSS JOIN LATERAL (
                    SELECT r.* FROM issued_range r
                    WHERE r.is_assigned AND (r.site_id, r.series, r.kind) = (s.site_id, a.series, a.kind) AND r.seq <= $7 LIMIT 1) AS one)
            SELECT DISTINCT series, kind, from_number, to_number, site_id, since FROM known
            """);
        AddTags(command, [.. tags.Select(tag => tag.Tag)]);
        command.Parameters.Add(new NpgsqlParameter<string[]>
            { TypedValue = [.. tags.SelectMany(tag => tag.Sites).Distinct().Select(site => site.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        var ranges = new List<RegisteredTags>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            ranges.Add(new(
                new(reader.GetString(0), Code<TagKind>.Find(reader.GetString(1))!.Value, reader.GetString(2), reader.GetString(3)),
                await reader.IsDBNullAsync(4, cancellation) ? null : new SiteId(reader.GetString(4)),
                Instant.FromDateTimeUtc(reader.GetDateTime(5))));
        return ranges;
    }

    private async Task<ILookup<TagId, TagId>> NeighboursAsync(List<TagFacts> tags, Horizon horizon, CancellationToken cancellation)
    {
        List<(TagId Of, TagId Near, SiteId Site)> asked = [.. tags.SelectMany(tag => TagNeighbours.Of(tag.Tag)
            .SelectMany(near => tag.Sites.Select(site => (tag.Tag, near, site))))];
        if (asked.Count == 0) return asked.ToLookup(each => each.Of, each => each.Near);
        await using var command = source.CreateCommand(
            """
            SELECT asked.n::int - 1
            FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $8::text[])
                WITH ORDINALITY AS asked (series, kind, prefix, digits, number, site_id, tag, n)
            CROSS JOIN LATERAL (
                SELECT r.to_number, r.site_id FROM issued_range r
                WHERE (r.series, r.kind, r.is_assigned, r.prefix, r.digits) =
                        (asked.series, asked.kind, true, asked.prefix, asked.digits)
                    AND r.from_number <= asked.number AND r.seq <= $7
                ORDER BY r.from_number DESC LIMIT 1) AS held
            WHERE held.to_number >= asked.number AND held.site_id = asked.site_id
                AND NOT EXISTS (SELECT FROM tag WHERE tag.tag = asked.tag)
            ORDER BY asked.n
            """);
        AddTags(command, asked.ConvertAll(each => each.Near));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(each => each.Site.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(each => each.Near.ToString())] });
        var unused = new List<(TagId Of, TagId Near)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            unused.Add((asked[reader.GetInt32(0)].Of, asked[reader.GetInt32(0)].Near));
        return unused.Distinct().ToLookup(each => each.Of, each => each.Near);
    }

    private static void AddTags(NpgsqlCommand command, List<TagId> tags)
    {
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tags.Select(tag => tag.Series)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tags.Select(tag => Code<TagKind>.Name(tag.Kind))] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tags.Select(tag => Views.TagNumber.Prefix(tag.Number))] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. tags.Select(tag => Views.TagNumber.Digits(tag.Number))] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tags.Select(tag => tag.Number)] });
    }
}
