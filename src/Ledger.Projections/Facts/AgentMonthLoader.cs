using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Counts what was recorded on devices in a month, in an index; only corrections are read.</summary>
public sealed class AgentMonthLoader(NpgsqlDataSource source, FactReader facts)
{
    public async Task<AgentMonthFacts> LoadAsync(YearMonth month, Horizon horizon, CancellationToken cancellation)
    {
        var records = await CountsAsync(month, horizon, cancellation);
        var corrections = await CorrectionsAsync(month, horizon, cancellation);
        var known = (await facts.ReadSequencesAsync(corrections.ConvertAll(each => each.Sequence), horizon, cancellation))
            .ToDictionary(fact => fact.Sequence);
        return AgentMonthFacts.Of(month, records, corrections.Select(each => (each.Key, known[each.Sequence])));
    }

    private async Task<List<(string Key, int Count)>> CountsAsync(YearMonth month, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = Command(
            "SELECT subject, count(*)::int FROM fact_key WHERE subject >= $1 AND subject < $2 AND seq + 0 <= $3 GROUP BY subject",
            FactKeys.AgentRecords, month, horizon);
        var counts = new List<(string, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) counts.Add((reader.GetString(0), reader.GetInt32(1)));
        return counts;
    }

    private async Task<List<(string Key, long Sequence)>> CorrectionsAsync(
        YearMonth month, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = Command(
            "SELECT subject, seq FROM fact_key WHERE subject >= $1 AND subject < $2 AND seq + 0 <= $3", FactKeys.AgentCorrections, month,
            horizon);
        var found = new List<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) found.Add((reader.GetString(0), reader.GetInt64(1)));
        return found;
    }

    private NpgsqlCommand Command(string sql, string kind, YearMonth month, Horizon horizon)
    {
        var (from, to) = AgentMonthFacts.KeysOf(kind, month);
        var command = source.CreateCommand(sql);
        foreach (var value in new object[] { from, to, horizon.UpTo }) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
