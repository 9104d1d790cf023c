using Ledger.Domain.Values;
using Ledger.Projections.Views;
using Ledger.Rules.Provenance;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>
/// Reads composition graphs out of the views. Rows: kind 1 a lot with who held it, 2 a run it came out of, 3 a run with who
/// ran it or a consignment, 4 a run's input.
/// </summary>
internal static class GraphSql
{
    /// <summary>$1 lots, $2 how many lots at most: these and all that lies above them.</summary>
    public const string Upstream =
        """
        WITH RECURSIVE above (lot_id) AS (
            SELECT unnest($1::text[]) COLLATE "C"
            UNION
            SELECT taken.lot_id FROM above
            JOIN lot_run given ON given.lot_id = above.lot_id AND given.is_output
            JOIN lot_run taken ON taken.run_id = given.run_id AND NOT taken.is_output),
        lots AS (SELECT lot_id FROM above LIMIT $2),
        runs AS (SELECT DISTINCT given.run_id FROM lots JOIN lot_run given USING (lot_id) WHERE given.is_output)
        """ + Rows;

    /// <summary>$1 runs: these and all above them, each with every run that an input of it came out of.</summary>
    public const string RunsAbove =
        """
        WITH RECURSIVE above (run_id) AS (
            SELECT unnest($1::text[]) COLLATE "C"
            UNION
            SELECT given.run_id FROM above
            JOIN lot_run taken ON taken.run_id = above.run_id AND NOT taken.is_output
            JOIN lot_run given ON given.lot_id = taken.lot_id AND given.is_output)
        SELECT DISTINCT above.run_id, given.run_id FROM above
        JOIN lot_run taken ON taken.run_id = above.run_id AND NOT taken.is_output
        JOIN lot_run given ON given.lot_id = taken.lot_id AND given.is_output
        """;

    /// <summary>$1 the lot, $2 how many lots at most: it, all that lies below it, and what else went into those runs.</summary>
    public const string Downstream =
        """
        WITH RECURSIVE below (lot_id) AS (
            SELECT $1::text COLLATE "C"
            UNION
            SELECT given.lot_id FROM below
            JOIN lot_run taken ON taken.lot_id = below.lot_id AND NOT taken.is_output
            JOIN lot_run given ON given.run_id = taken.run_id AND given.is_output),
        lots AS (SELECT lot_id FROM below LIMIT $2),
        runs AS (SELECT DISTINCT taken.run_id FROM lots JOIN lot_run taken USING (lot_id) WHERE NOT taken.is_output)
        """ + Rows;

    private const string Rows =
        $"""

        SELECT 1, lot.lot_id, lot.holders, lot.site_id, lot.mass_g, NULL::bigint FROM lots JOIN lot USING (lot_id)
        UNION ALL
        SELECT 2, given.lot_id, given.run_id, NULL, given.grams, NULL FROM lots JOIN lot_run given USING (lot_id) WHERE given.is_output
        UNION ALL
        SELECT 3, run.holder, run.run_id, NULL, run.input_g, NULL FROM runs JOIN run USING (run_id)
        UNION ALL
        SELECT 3, NULL, made.run_id, NULL, made.grams, NULL
        FROM runs JOIN lot_run made USING (run_id) WHERE made.is_output AND made.run_id LIKE '%{Consignment.Mark}'
        UNION ALL
        SELECT 4, taken.lot_id, taken.run_id, NULL, taken.grams, taken.metal_g
        FROM runs JOIN lot_run taken USING (run_id) WHERE NOT taken.is_output
        """;

    public static async Task<CompositionGraph> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var lots = new List<(LotId Lot, SiteId? Site, Mass? Mass, IReadOnlyList<PartyId> Holders)>();
        var given = new List<(LotId Lot, RunId Run, Mass Net)>();
        var totals = new List<(RunId Run, Mass Net, PartyId? Holder)>();
        var taken = new List<(RunId Run, LotId Lot, Mass Net, Mass? Metal)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var grams = await reader.IsDBNullAsync(4, cancellation) ? (Mass?)null : new Mass(reader.GetInt64(4));
            switch (reader.GetInt32(0))
            {
                case 1:
                    var site = await reader.IsDBNullAsync(3, cancellation) ? (SiteId?)null : new(reader.GetString(3));
                    lots.Add((new(reader.GetString(1)), site, grams, LotTable.HoldersOf(reader.GetString(2))));
                    break;
                case 2: given.Add((new(reader.GetString(1)), new(reader.GetString(2)), grams!.Value)); break;
                case 3:
                    totals.Add((new(reader.GetString(2)), grams!.Value,
                        await reader.IsDBNullAsync(1, cancellation) ? null : new PartyId(reader.GetString(1))));
                    break;
                default:
                    taken.Add((new(reader.GetString(2)), new(reader.GetString(1)), grams!.Value,
                        await reader.IsDBNullAsync(5, cancellation) ? null : new Mass(reader.GetInt64(5))));
                    break;
            }
        }

        var graph = new CompositionGraph();
        var givenTo = given.ToLookup(part => part.Lot);
        foreach (var (lot, bagged, mass, holders) in lots)
            graph.Add(lot, new(bagged, mass, [.. givenTo[lot].Select(part => (part.Run, part.Net))
                .OrderBy(part => part.Run.Value, StringComparer.Ordinal)]) { Holders = holders });
        var takenBy = taken.ToLookup(part => part.Run);
        foreach (var (run, total, holder) in totals)
            graph.Add(run, CompositionGraph.RunNode.Of(total, [.. takenBy[run].Select(part => (part.Lot, part.Net, part.Metal))])
                with { Holder = holder });
        return graph;
    }
}
