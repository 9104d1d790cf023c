using System.Text.Json;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Projections.Facts;
using Ledger.Rules.Views;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>Lists of parties and tags, and the tags a site was given.</summary>
/// <seealso cref="SiteQueries"/>
/// <seealso cref="AreaQueries"/>
public sealed class RegisterQueries(NpgsqlDataSource source, RowReader rows, FactReader facts, CorrectionReader corrections)
{
    private const string PartyKey = "party.party_id";

    // A range's tags by status; what no event names is not among them.
    private const string TagsOf =
        """
        SELECT coalesce(jsonb_object_agg(status, n), '{}') FROM (
            SELECT status, count(*) AS n FROM tag WHERE tag >= r.first AND tag <= r.last AND number ~ r.form GROUP BY status) AS counted
        """;

    private const string AssignedOf =
        """
        SELECT coalesce(sum(size), 0) FROM tag_range AS given WHERE given.series = r.series AND given.state = 'assigned'
            AND given.kind = r.kind AND given.form = r.form AND given.first >= r.first AND given.last <= r.last
        """;

    /// <summary>Parties in the order asked for, after the cursor.</summary>
    public Task<RowPage> PartiesAsync(
        PartyFilter filter, ListOrder<PartySort> order, string? after, int limit, CancellationToken cancellation) => rows.PageAsync(
        $"""
        SELECT party_id, body FROM party
        WHERE {order.AfterCursor("party", PartyKey, KeyOf(order.By))} AND ($2::text IS NULL OR country = $2)
            AND ($3::text IS NULL OR body::jsonb @> jsonb_build_object('roles', jsonb_build_array($3::text)))
            AND ($4::text IS NULL OR coalesce(membership, 'none') = $4)
        ORDER BY {order.OrderBy(PartyKey, KeyOf(order.By))} LIMIT $5
        """, limit, cancellation, after, filter.Country, filter.Role, filter.Membership);

    /// <summary>What parties do in the chain, as codes; who is in no register is absent.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> RolesAsync(
        IReadOnlyCollection<string> parties, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT body FROM party WHERE party_id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. parties] });
        var roles = new Dictionary<string, IReadOnlyList<string>>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var line = JsonSerializer.Deserialize(reader.GetString(0), ViewJson.Plain.PartyLine)!;
            roles[line.PartyId.Value] = [.. line.Roles.Select(Code<PartyRole>.Name)];
        }

        return roles;
    }

    /// <summary>Requests for tags in order of id, after the cursor.</summary>
    public Task<RowPage> TagRequestsAsync(TagFilter filter, string? after, int limit, CancellationToken cancellation) => rows.PageAsync(
        """
        SELECT request_id, body FROM tag_request
        WHERE request_id > coalesce($1, '') AND ($2::text IS NULL OR series = $2) AND ($3::text IS NULL OR site_id = $3)
            AND ($4::text IS NULL OR coalesce(verdict, 'open') = $4) AND ($5::text IS NULL OR requested_by = $5)
        ORDER BY request_id LIMIT $6
        """, limit, cancellation, after, filter.Series, filter.SiteId, filter.State, filter.RequestedBy);

    /// <summary>
    /// Ranges in order of their first tag, after the cursor, each with its <c>tags</c> by status and, where issued, how many were
    /// <c>assigned</c>.
    /// </summary>
    public Task<RowPage> TagRangesAsync(TagFilter filter, string? after, int limit, CancellationToken cancellation) => rows.PageAsync(
        $"""
        SELECT range_id, (body::jsonb || jsonb_build_object('tags', ({TagsOf}))
            || CASE state WHEN 'issued' THEN jsonb_build_object('assigned', ({AssignedOf})) ELSE '{"{}"}' END)::text
        FROM tag_range AS r
        WHERE range_id > coalesce($1, '') AND ($2::text IS NULL OR series = $2) AND ($3::text IS NULL OR site_id = $3)
            AND ($4::text IS NULL OR state = $4) AND ($5::text IS NULL OR request_id IN (
                SELECT request_id FROM tag_request WHERE requested_by = $5))
        ORDER BY range_id LIMIT $6
        """, limit, cancellation, after, filter.Series, filter.SiteId, filter.State, filter.RequestedBy);

    /// <summary>The tags of a series that a site was given, by what became of them.</summary>
    public async Task<TagRegisterView> TagRegisterAsync(string series, SiteId site, CancellationToken cancellation)
    {
        string[] streams =
        [
            StreamName.TagBox(site, null).Value,
            .. await facts.StreamsBelowAsync(StreamName.TagBox(site, null).Value + "/", cancellation),
        ];
        var read = await facts.ReadStreamsAsync(streams, Horizon.Now, cancellation);
        List<Rules.Facts.Fact> boxes = [.. read.Values.SelectMany(list => list).Order()];
        var effective = await corrections.ReadAsync(boxes, Horizon.Now, cancellation);
        return TagRegisterView.Of(
            series, site, await AssignedAsync(series, site, cancellation), boxes.FindAll(fact => effective.IsEffective(fact.Custody)));
    }

    private async Task<List<TagsByStatus>> AssignedAsync(string series, SiteId site, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT body, ({TagsOf})::text FROM tag_range AS r WHERE series = $1 AND site_id = $2 AND state = 'assigned' ORDER BY range_id
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = series });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = site.Value });
        var assigned = new List<TagsByStatus>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var range = JsonSerializer.Deserialize(reader.GetString(0), ViewJson.Plain.TagRangeView)!;
            using var counts = JsonDocument.Parse(reader.GetString(1));
            assigned.Add(new(
                new(range.Series, range.Kind, range.From, range.To),
                counts.RootElement.EnumerateObject().ToDictionary(
                    count => Code<TagStatus>.Find(count.Name)!.Value, count => count.Value.GetInt64())));
        }

        return assigned;
    }

    private static string KeyOf(PartySort sort) => sort switch
    {
        PartySort.Country => "coalesce(country, '')",
        PartySort.Membership => RowReader.PlaceOf<MembershipState>("coalesce(membership, 'none')"),
        _ => PartyKey,
    };
}

public sealed record PartyFilter(string? Country, string? Role, string? Membership);

/// <param name="State">Of ranges issued or assigned; of requests open, approved or declined.</param>
/// <param name="RequestedBy">Only what this party asked for.</param>
public sealed record TagFilter(string? Series, string? SiteId, string? State, string? RequestedBy);
