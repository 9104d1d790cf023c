using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>
/// Reads what lay at sites, month by month, and what was to be expected of them: as many reads for a thousand sites as for one.
/// </summary>
public sealed class SiteBalanceReader(NpgsqlDataSource source, SubjectLoader subjects, MineralMonthLoader minerals)
{
    /// <summary>A year of tagged mineral at sites, with the year before it, which tells how differences began.</summary>
    /// <param name="sites">As one.</param>
    /// <param name="settings">As they hold at the end.</param>
    /// <param name="last">The last month.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<IReadOnlyList<SiteStockMonth>> StockAsync(
        IReadOnlyCollection<SiteId> sites, RuleSettings settings, YearMonth last, CancellationToken cancellation)
    {
        var first = new YearMonth(last.Year - 1, 1);
        var sums = await SumsAsync(sites, first, last, cancellation);
        var scales = await subjects.ScalesAsync(
            [.. sums.Select(sum => sum.ReadOn).OfType<ScaleId>().Distinct()], Horizon.Now, cancellation);
        return SiteStock.Of(sums, scales, settings, first, last);
    }

    /// <summary>What rules compare of those minerals, for the months of the year.</summary>
    public async Task<IReadOnlyList<MineralMonthFacts>> ExpectedAsync(
        IReadOnlyCollection<Mineral> of, YearMonth last, CancellationToken cancellation)
    {
        var months = new List<MineralMonthFacts>();
        foreach (var mineral in of)
            months.AddRange(await minerals.LoadAsync(mineral, new(last.Year, 1), last, Horizon.Now, cancellation));
        return months;
    }

    /// <summary>The sites that the register has in a country, or in an area of it, by id.</summary>
    public async Task<IReadOnlyList<SiteId>> SitesAsync(CountryCode country, AreaId? area, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT site_id FROM site WHERE country = $1 AND ($2::text IS NULL OR body::jsonb ->> 'area' = $2) ORDER BY site_id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = country.Value });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = area?.Value });
        var sites = new List<SiteId>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) sites.Add(new(reader.GetString(0)));
        return sites;
    }

    /// <summary>The entries of sites until a month's end, added up; those before the first month as one.</summary>
    public async Task<IReadOnlyList<SiteSum>> SumsAsync(
        IReadOnlyCollection<SiteId> sites, YearMonth first, YearMonth last, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT mineral, CASE WHEN month < $2 THEN $4 ELSE month END, CASE WHEN month >= $2 THEN move END, is_measured, read_on,
                CASE WHEN read_on IS NULL THEN read_by END, CASE WHEN read_on IS NOT NULL THEN max(read_at) END,
                sum(bags), sum(readings), sum(abs(readings)), sum(grams)::bigint,
                sum(readings * (grams / 1000::float8) ^ 2), sum(abs(readings) * (grams / 1000::float8) ^ 2)
            FROM site_flow WHERE site_id = ANY ($1) AND month <= $3
            GROUP BY 1, 2, 3, 4, 5, 6, CASE WHEN read_on IS NOT NULL THEN (read_at AT TIME ZONE 'UTC')::date END
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. sites.Select(site => site.Value)] });
        foreach (var value in new[] { first, last, first.PlusMonths(-1) })
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = YearMonthPattern.Iso.Format(value) });
        var sums = new List<SiteSum>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            sums.Add(new(
                Code<Mineral>.Find(reader.GetString(0))!.Value, YearMonthPattern.Iso.Parse(reader.GetString(1)).Value,
                await reader.IsDBNullAsync(2, cancellation) ? null : Code<SiteMove>.Find(reader.GetString(2)), reader.GetBoolean(3),
                await reader.IsDBNullAsync(4, cancellation) ? null : new ScaleId(reader.GetString(4)),
                await reader.IsDBNullAsync(5, cancellation) ? null : new PartyId(reader.GetString(5)),
                await reader.IsDBNullAsync(6, cancellation) ? null : Instant.FromDateTimeUtc(reader.GetDateTime(6)),
                reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9), reader.GetInt64(10), reader.GetDouble(11),
                reader.GetDouble(12)));
        return sums;
    }
}
