using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Reads the facts of a subject that <see cref="FactKeys"/> names: what one look costs is bounded by its span or month.</summary>
public sealed class KeyedFactLoader(NpgsqlDataSource source, FactReader facts, CorrectionReader corrections)
{
    /// <summary>Facts that count, and those that do not any more; both sorted.</summary>
    public async Task<(IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected)> LoadAsync(
        string subject, Horizon horizon, CancellationToken cancellation)
    {
        var sequences = new List<long>();
        await using (var command = source.CreateCommand("SELECT seq FROM fact_key WHERE subject = $1 AND seq <= $2"))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) sequences.Add(reader.GetInt64(0));
        }

        return await CountedAsync(await facts.ReadSequencesAsync(sequences, horizon, cancellation), horizon, cancellation);
    }

    private async Task<(IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected)> CountedAsync(
        List<Fact> all, Horizon horizon, CancellationToken cancellation)
    {
        var effective = await corrections.ReadAsync(all, horizon, cancellation);
        var counted = all.Order().ToLookup(fact => effective.IsEffective(fact.Custody));
        return ([.. counted[true]], [.. counted[false]]);
    }
}
