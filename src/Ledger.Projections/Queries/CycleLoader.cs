using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>Looks above a run for itself: what lies in a cycle with it lies above it.</summary>
public sealed class CycleLoader(NpgsqlDataSource source, SubjectLoader lots)
{
    private const int MaxLots = 200_000;

    /// <summary>Those of the runs that lie in a cycle: what lies above all of them is walked once.</summary>
    public async Task<IReadOnlySet<RunId>> InCyclesAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellation)
    {
        if (runs.Count == 0) return new HashSet<RunId>();
        await using var command = source.CreateCommand(GraphSql.RunsAbove);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. runs.Select(run => run.Value)] });
        var above = new List<(RunId Run, RunId Above)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) above.Add((new(reader.GetString(0)), new(reader.GetString(1))));
        var members = Cycle.Members(above.ToLookup(each => each.Run, each => each.Above));
        return runs.Where(members.Contains).ToHashSet();
    }

    public async Task<CycleFacts> LoadAsync(RunId run, Horizon horizon, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (await ProductAsync(connection, run, cancellation) is not { } product) return new(run, []);
        await using var command = new NpgsqlCommand(GraphSql.Upstream, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [product] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxLots });
        var graph = await GraphSql.ReadAsync(command, cancellation);
        var members = graph.Runs.ContainsKey(run) ? Cycle.With(run, graph) : [];
        var facts = await lots.RunsAsync(members, horizon, cancellation);
        return new(run, [.. members.Select(member => facts[member])]);
    }

    private static async Task<string?> ProductAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT lot_id FROM lot_run WHERE run_id = $1 AND is_output ORDER BY lot_id LIMIT 1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = run.Value });
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
