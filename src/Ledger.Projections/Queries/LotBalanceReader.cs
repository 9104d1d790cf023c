using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>Adds up where a lot's mass comes from: all lots and runs above it, in as few reads as there are kinds of them.</summary>
public sealed class LotBalanceReader(NpgsqlDataSource source, ProvenanceReader provenance, SubjectLoader loader)
{
    /// <summary>Null when the lot is not known at that moment.</summary>
    public async Task<LotBalanceView?> ReadAsync(LotId lot, Horizon horizon, CancellationToken cancellation)
    {
        var graph = await provenance.GraphAsync([lot], horizon, cancellation);
        if (!graph.Lots.ContainsKey(lot)) return null;
        var (lots, runs, scales, settings) = await FactsOfAsync(graph, horizon, cancellation);
        return LotBalanceView.Of(lot, graph, lots, runs, scales, settings);
    }

    /// <summary>What left a party in a month, as one.</summary>
    /// <param name="mineral">Null for all.</param>
    public async Task<SupplyBalanceView> ReadAsync(PartyId party, YearMonth month, Mineral? mineral, CancellationToken cancellation)
    {
        var left = await LeftAsync(party, month, mineral, cancellation);
        var graph = await provenance.GraphAsync(left, Horizon.Now, cancellation);
        var (lots, runs, scales, settings) = await FactsOfAsync(graph, Horizon.Now, cancellation);
        return SupplyBalanceView.Of((party, month, mineral), left, graph, lots, runs, scales, settings);
    }

    private async Task<IReadOnlyList<LotId>> LeftAsync(PartyId party, YearMonth month, Mineral? mineral, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT DISTINCT lot_id FROM stock_flow
            WHERE party = $1 AND month = $2 AND move IN ('sent', 'exported', 'smelted') AND ($3::text IS NULL OR mineral = $3)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = party.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = YearMonthPattern.Iso.Format(month) });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = mineral is { } one ? Code<Mineral>.Name(one) : null });
        var lots = new List<LotId>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) lots.Add(new(reader.GetString(0)));
        return lots;
    }

    private async Task<(
        Dictionary<LotId, LotFacts> Lots, Dictionary<RunId, RunFacts> Runs, Dictionary<ScaleId, IReadOnlyList<Fact>> Scales,
        RuleSettings Settings)> FactsOfAsync(CompositionGraph graph, Horizon horizon, CancellationToken cancellation)
    {
        var lots = await loader.LotsAsync([.. graph.Lots.Keys], horizon, cancellation);
        var runs = await loader.RunsAsync([.. graph.Runs.Keys.Where(run => Consignment.LotOf(run) is null)], horizon, cancellation);
        var scales = await loader.ScalesAsync([.. LotBalanceView.ScalesIn(lots.Values)], horizon, cancellation);
        return (lots, runs, scales, await loader.SettingsAsync(horizon, cancellation));
    }
}
