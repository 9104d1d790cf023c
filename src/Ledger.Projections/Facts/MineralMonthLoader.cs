using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Rules;
using Ledger.Rules.Views;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using System.Text.Json;

namespace Ledger.Projections.Facts;

/// <summary>
/// Puts together what sites brought out of a mineral, month by month: sums made in an index, a row a site and month. Bags are read of
/// those sites only of which something would be said.
/// </summary>
public sealed class MineralMonthLoader(NpgsqlDataSource source, FactReader facts, CorrectionReader corrections, SettingsReader settings)
{
    public async Task<MineralMonthFacts> LoadAsync(
        MineralMonth month, Horizon horizon, LocalDate asOf, CancellationToken cancellation)
    {
        var (sites, productions) = await ProducedAsync(month.Mineral, month.Month, month.Month, horizon, cancellation);
        var loaded = new MineralMonthFacts(month, sites, [.. productions.Where(each => sites.ContainsKey(each.Site))])
        {
            Stops = await StopsAsync([.. productions.Select(each => each.Site).Distinct()], horizon, cancellation),
        };
        var (bags, numbers) = (new Dictionary<SiteId, IReadOnlyList<Fact>>(), await settings.RulesAsync(horizon, cancellation));
        foreach (var site in ProductionAboveUsual.Suspects(loaded, numbers, asOf).Union(NeighbourSurges.Suspects(loaded, numbers, asOf)))
            bags[site] = await BagsAsync(month, site, horizon, cancellation);
        return loaded with { Bags = bags };
    }

    /// <summary>What was brought out of a mineral, for each of some months, in as few reads as for one; without bags and notices.</summary>
    public async Task<IReadOnlyList<MineralMonthFacts>> LoadAsync(
        Mineral mineral, YearMonth first, YearMonth last, Horizon horizon, CancellationToken cancellation)
    {
        var (sites, all) = await ProducedAsync(mineral, first, last, horizon, cancellation);
        var known = all.Where(each => sites.ContainsKey(each.Site)).ToLookup(each => each.Month);
        var unregistered = all.Where(each => !sites.ContainsKey(each.Site)).ToLookup(each => each.Month, each => each.Kg);
        var months = new List<MineralMonthFacts>();
        for (var month = first; month <= last; month = month.PlusMonths(1))
            months.Add(new(new(mineral, month), sites,
                [.. Enumerable.Range(-MineralMonth.History, MineralMonth.History + 1).SelectMany(ago => known[month.PlusMonths(ago)])])
            {
                UnregisteredKg = unregistered[month].Aggregate(Mass.Zero, (sum, kg) => sum + kg),
            });
        return months;
    }

    private async Task<(IReadOnlyDictionary<SiteId, ProducingSite> Sites, IReadOnlyList<SiteProduction> Productions)> ProducedAsync(
        Mineral mineral, YearMonth first, YearMonth last, Horizon horizon, CancellationToken cancellation)
    {
        var productions = await ProductionsAsync(mineral, first, last, horizon, cancellation);
        SiteId[] digging = [.. productions.Select(each => each.Site).Distinct()];
        return (await SitesAsync(digging, await BaselinesAsync(digging, horizon, cancellation), cancellation), productions);
    }

    private async Task<IReadOnlyList<SiteStop>> StopsAsync(SiteId[] sites, Horizon horizon, CancellationToken cancellation)
    {
        var streams = await facts.ReadStreamsAsync(
            [.. sites.Select(site => StreamName.Suspension(new(site, null, null, null)).Value)], horizon, cancellation);
        List<Fact> reports = [.. streams.Values.SelectMany(stream => stream)];
        var effective = await corrections.ReadAsync(reports, horizon, cancellation);
        return MineralMonthFacts.StopsIn(reports.Where(report => effective.IsEffective(report.Custody)));
    }

    private async Task<IReadOnlyList<SiteProduction>> ProductionsAsync(
        Mineral mineral, YearMonth first, YearMonth last, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT site_id, month, sum(grams)::bigint, max(grams), max(begun) FROM site_fact
            WHERE mineral = $1 AND month >= $2 AND month <= $3 AND grams IS NOT NULL AND seq <= $4 GROUP BY site_id, month
            """);
        foreach (var value in new object[]
        {
            Code<Mineral>.Name(mineral), YearMonthPattern.Iso.Format(first.PlusMonths(-MineralMonth.History)),
            YearMonthPattern.Iso.Format(last), horizon.UpTo,
        }) command.Parameters.Add(new() { Value = value });
        var productions = new List<SiteProduction>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            productions.Add(new(
                new(reader.GetString(0)), YearMonthPattern.Iso.Parse(reader.GetString(1)).Value, new(reader.GetInt64(2)),
                new(reader.GetInt64(3)), Instant.FromDateTimeUtc(reader.GetDateTime(4))));
        return productions;
    }

    private async Task<ILookup<SiteId, SiteBaselineApproved>> BaselinesAsync(
        SiteId[] sites, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT site_id, command_id, from_day, miners, monthly_g, capacity_g FROM site_baseline
            WHERE site_id = ANY($1) AND seq <= $2 ORDER BY seq
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. sites.Select(site => site.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        var baselines = new List<SiteBaselineApproved>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            baselines.Add(new(
                new(reader.GetGuid(1)), new(reader.GetString(0)), LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(2)),
                await reader.IsDBNullAsync(3, cancellation) ? null : reader.GetInt32(3),
                await reader.IsDBNullAsync(4, cancellation) ? null : new Mass(reader.GetInt64(4)),
                await reader.IsDBNullAsync(5, cancellation) ? null : new Mass(reader.GetInt64(5))));
        return baselines.ToLookup(each => each.Site);
    }

    private async Task<IReadOnlyDictionary<SiteId, ProducingSite>> SitesAsync(
        SiteId[] sites, ILookup<SiteId, SiteBaselineApproved> baselines, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT body FROM site WHERE site_id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. sites.Select(site => site.Value)] });
        var producing = new Dictionary<SiteId, ProducingSite>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var site = JsonSerializer.Deserialize(reader.GetString(0), ViewJson.Plain.SiteView)!;
            producing[site.SiteId] = new(
                site.SiteId, site.Country, site.Area, new(site.Lat, site.Lon, null), [.. baselines[site.SiteId]]);
        }

        return producing;
    }

    private async Task<IReadOnlyList<Fact>> BagsAsync(MineralMonth month, SiteId site, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT seq FROM site_fact
            WHERE site_id = $1 AND month = $2 AND mineral = $3 AND grams IS NOT NULL AND seq <= $4
            """);
        foreach (var value in new object[]
        {
            site.Value, YearMonthPattern.Iso.Format(month.Month), Code<Mineral>.Name(month.Mineral), horizon.UpTo,
        }) command.Parameters.Add(new() { Value = value });
        var sequences = new List<long>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) sequences.Add(reader.GetInt64(0));
        return [.. (await facts.ReadSequencesAsync(sequences, horizon, cancellation)).Order()];
    }
}
