using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Rules;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>
/// Puts together what parties supplied of a mineral, month by month: sums made in an index. Receipts are read of those suppliers only of
/// whom something would be said.
/// </summary>
public sealed class SupplyMonthLoader(NpgsqlDataSource source, FactReader facts, SettingsReader settings)
{
    public async Task<SupplyMonthFacts> LoadAsync(SupplyMonth month, Horizon horizon, LocalDate asOf, CancellationToken cancellation)
    {
        var loaded = new SupplyMonthFacts(month, await SuppliesAsync(month, horizon, cancellation));
        var receipts = new Dictionary<PartyId, IReadOnlyList<Fact>>();
        foreach (var supplier in SupplyAboveUsual.Suspects(loaded, await settings.RulesAsync(horizon, cancellation), asOf))
            receipts[supplier] = await ReceiptsAsync(month, supplier, horizon, cancellation);
        return loaded with { Receipts = receipts };
    }

    private async Task<IReadOnlyList<Supply>> SuppliesAsync(SupplyMonth month, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT supplier, month, sum(grams)::bigint, count(DISTINCT delivery)::int, max(begun) FROM supply_fact
            WHERE mineral = $1 AND month >= $2 AND month <= $3 AND seq <= $4 GROUP BY supplier, month
            """);
        foreach (var value in new object[]
        {
            Code<Mineral>.Name(month.Mineral), YearMonthPattern.Iso.Format(month.Month.PlusMonths(-SupplyMonth.History)),
            YearMonthPattern.Iso.Format(month.Month), horizon.UpTo,
        }) command.Parameters.Add(new() { Value = value });
        var supplies = new List<Supply>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            supplies.Add(new(
                new(reader.GetString(0)), YearMonthPattern.Iso.Parse(reader.GetString(1)).Value, new(reader.GetInt64(2)),
                reader.GetInt32(3), Instant.FromDateTimeUtc(reader.GetDateTime(4))));
        return supplies;
    }

    private async Task<IReadOnlyList<Fact>> ReceiptsAsync(
        SupplyMonth month, PartyId supplier, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT seq FROM supply_fact WHERE mineral = $1 AND month = $2 AND supplier = $3 AND seq <= $4");
        foreach (var value in new object[]
        {
            Code<Mineral>.Name(month.Mineral), YearMonthPattern.Iso.Format(month.Month), supplier.Value, horizon.UpTo,
        }) command.Parameters.Add(new() { Value = value });
        var sequences = new List<long>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) sequences.Add(reader.GetInt64(0));
        return [.. (await facts.ReadSequencesAsync(sequences, horizon, cancellation)).Order()];
    }
}
