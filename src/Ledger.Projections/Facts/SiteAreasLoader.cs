using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Puts together a site and the protected areas around it, with the first bag of each time in which it lay so.</summary>
public sealed class SiteAreasLoader(
    NpgsqlDataSource source, FactReader facts, SiteRegisterReader sites, AreaReader areas, SettingsReader settings)
{
    public async Task<SiteAreasFacts> LoadAsync(SiteId site, Horizon horizon, CancellationToken cancellation)
    {
        var register = (await sites.ReadAsync([site], horizon, cancellation))[site];
        var around = await areas.AroundAsync([.. register.Descriptions.Select(each => each.Description)], horizon, cancellation);
        var stays = new List<SiteStay>();
        if (around.Count == 0) return new(site, []);
        foreach (var stay in SiteAreasFacts.StaysOf(register, around, await settings.RulesAsync(horizon, cancellation)))
            stays.Add(stay with { FirstBag = await FirstBagAsync(site, stay.Span, horizon, cancellation) });
        return new(site, stays);
    }

    // The rows stand for facts that count: views hold no others.
    private async Task<Fact?> FirstBagAsync(SiteId site, Interval span, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT seq FROM site_fact WHERE site_id = $1 AND tag IS NULL AND seq <= $2
                AND begun >= $3 AND begun < $4
                AND begun = (SELECT min(begun) FROM site_fact WHERE site_id = $1 AND tag IS NULL AND seq <= $2
                    AND begun >= $3 AND begun < $4)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = site.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = span.Start.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = span.End.ToDateTimeUtc() });
        var sequences = new List<long>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) sequences.Add(reader.GetInt64(0));
        return (await facts.ReadSequencesAsync(sequences, horizon, cancellation)).Min();
    }
}
