using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Rules;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>
/// Puts together what was bagged and tagged at a site in a month, by index: what one look costs does not grow with the site's age.
/// </summary>
public sealed class SiteMonthLoader(
    NpgsqlDataSource source, FactReader facts, CorrectionReader corrections, SubjectLoader lots, SiteRegisterReader sites)
{
    public async Task<SiteMonthFacts> LoadAsync(SiteMonth siteMonth, Horizon horizon, CancellationToken cancellation)
    {
        var known = await FactsAsync(siteMonth, horizon, cancellation);
        var allowances = await AllowancesAsync(siteMonth.Site, horizon, cancellation);
        var registers = await sites.ReadAsync([siteMonth.Site], horizon, cancellation);
        var month = new SiteMonthFacts(siteMonth, known, registers[siteMonth.Site])
        {
            Allowances = allowances,
            TagsUsedBefore = await TagsUsedBeforeAsync(siteMonth, allowances, horizon, cancellation),
            EarlierLags = await EarlierLagsAsync(siteMonth, horizon, cancellation),
            Positions = await PositionsAsync(known, cancellation),
        };
        month = month with { Suspensions = await SuspensionsAsync(month, horizon, cancellation) };
        return month with { Lots = await lots.LotsAsync(SiteNotAllowed.Suspects(month), horizon, cancellation) };
    }

    // The rows stand for facts that count: views hold no others.
    private async Task<IReadOnlyList<Fact>> FactsAsync(SiteMonth month, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = Command(
            "SELECT DISTINCT seq FROM site_fact WHERE site_id = $1 AND month = $2 AND seq <= $3", month, horizon);
        var sequences = await LongsAsync(command, cancellation);
        return [.. (await facts.ReadSequencesAsync(sequences, horizon, cancellation)).Order()];
    }

    private async Task<IReadOnlyList<Fact>> SuspensionsAsync(SiteMonthFacts month, Horizon horizon, CancellationToken cancellation)
    {
        var streams = await facts.ReadStreamsAsync([.. month.SuspensionStreams().Select(stream => stream.Value)], horizon, cancellation);
        List<Fact> all = [.. streams.Values.SelectMany(stream => stream)];
        var effective = await corrections.ReadAsync(all, horizon, cancellation);
        return [.. all.Where(fact => effective.IsEffective(fact.Custody)).Order()];
    }

    private async Task<IReadOnlyList<TagAllowance>> AllowancesAsync(SiteId site, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT tags, since FROM tag_allowance WHERE site_id = $1 AND tags IS NOT NULL AND seq <= $2 ORDER BY seq");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = site.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        var allowances = new List<TagAllowance>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            allowances.Add(new(reader.GetInt64(0), Instant.FromDateTimeUtc(reader.GetDateTime(1))));
        return allowances;
    }

    private async Task<long> TagsUsedBeforeAsync(
        SiteMonth month, IReadOnlyList<TagAllowance> allowances, Horizon horizon, CancellationToken cancellation)
    {
        if (allowances.Count == 0) return 0;
        await using var command = Command(
            "SELECT count(DISTINCT tag) FROM site_fact WHERE site_id = $1 AND month < $2 AND seq <= $3 AND month >= $4", month, horizon);
        AddMonth(command, TagsBeyondAllowance.FirstMonth(allowances));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<IReadOnlyList<Duration>> EarlierLagsAsync(SiteMonth month, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = Command(
            "SELECT lag_s FROM site_fact WHERE site_id = $1 AND month < $2 AND seq <= $3 AND month >= $4 AND lag_s IS NOT NULL",
            month, horizon);
        AddMonth(command, month.Month.PlusMonths(-SiteMonthFacts.LagMonths));
        return [.. (await LongsAsync(command, cancellation)).Select(Duration.FromSeconds)];
    }

    // Sealed with the first ledger event of the custody event.
    private async Task<IReadOnlyDictionary<CustodyEventId, GeoPosition>> PositionsAsync(
        IReadOnlyList<Fact> known, CancellationToken cancellation)
    {
        var custodyOf = known.Select(fact => fact.Custody).Distinct().ToDictionary(custody => custody.LedgerEventId(0));
        await using var command = source.CreateCommand("SELECT event_id, body FROM sealed WHERE event_id = ANY($1) AND kind = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. custodyOf.Keys] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Code<SealedKind>.Name(SealedKind.Position) });
        var positions = new Dictionary<CustodyEventId, GeoPosition>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            positions[custodyOf[reader.GetGuid(0)]] =
                JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(1), LedgerJson.Default.GeoPosition)!;
        return positions;
    }

    /// <summary>$1 site, $2 month, $3 sequence.</summary>
    private NpgsqlCommand Command(string sql, SiteMonth month, Horizon horizon)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = month.Site.Value });
        AddMonth(command, month.Month);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        return command;
    }

    private static void AddMonth(NpgsqlCommand command, YearMonth month) =>
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = YearMonthPattern.Iso.Format(month) });

    private static async Task<List<long>> LongsAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var values = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) values.Add(reader.GetInt64(0));
        return values;
    }
}
