using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Rules;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>
/// Puts together all holders' runs by weights alone of two years: rows of an index. Sheets are read of those runs only of which something
/// would be said.
/// </summary>
public sealed class RunMonthsLoader(NpgsqlDataSource source, SubjectLoader subjects)
{
    public async Task<RunMonthsFacts> LoadAsync(int year, Horizon horizon, LocalDate asOf, CancellationToken cancellation)
    {
        var loaded = new RunMonthsFacts(year, await RunsAsync(year, horizon, cancellation));
        var needed = GainedBesideOthers.Needed(loaded, await subjects.SettingsAsync(horizon, cancellation), asOf);
        return needed.Count == 0 ? loaded : loaded with { Evidence = await subjects.RunsAsync(needed, horizon, cancellation) };
    }

    private async Task<List<RunMass>> RunsAsync(int year, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT run_id, seq, holder, month, operations, in_kg, out_kg, lines, squares, guessed_squares
            FROM run_mass WHERE month >= $1 AND month <= $2 AND seq <= $3
            """);
        var (first, last) = RunMonthsFacts.SpanOf(year);
        foreach (var value in new object[] { YearMonthPattern.Iso.Format(first), YearMonthPattern.Iso.Format(last), horizon.UpTo })
            command.Parameters.Add(new() { Value = value });
        var runs = new List<RunMass>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            runs.Add(new(
                new(reader.GetString(0)), reader.GetInt64(1), new(reader.GetString(2)),
                YearMonthPattern.Iso.Parse(reader.GetString(3)).Value, reader.GetString(4), reader.GetDouble(5), reader.GetDouble(6),
                reader.GetInt32(7), reader.GetDouble(8), reader.GetDouble(9)));
        return runs;
    }
}
