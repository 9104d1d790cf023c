using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Views;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>Reads what parties had, month by month: sums over the entries of lots, so that a correction needs no undoing here.</summary>
public sealed class StockReader(NpgsqlDataSource source)
{
    /// <summary>The entries of a party until a month's end, added up; those before the first month as one.</summary>
    public async Task<IReadOnlyList<StockSum>> SumsAsync(PartyId party, YearMonth first, YearMonth last, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT mineral, CASE WHEN month < $2 THEN $4 ELSE month END, move, CASE WHEN month < $2 THEN NULL ELSE other END,
                sum(grams)::bigint
            FROM stock_flow WHERE party = $1 AND month <= $3 GROUP BY 1, 2, 3, 4
            """);
        foreach (var value in new[] { party.Value, Form(first), Form(last), Form(first.PlusMonths(-1)) })
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        var sums = new List<StockSum>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            sums.Add(new(
                await reader.IsDBNullAsync(0, cancellation) ? null : Code<Mineral>.Find(reader.GetString(0)),
                YearMonthPattern.Iso.Parse(reader.GetString(1)).Value, Code<StockMove>.Find(reader.GetString(2))!.Value,
                await reader.IsDBNullAsync(3, cancellation) ? null : new PartyId(reader.GetString(3)), reader.GetInt64(4)));
        return sums;
    }

    private static string Form(YearMonth month) => YearMonthPattern.Iso.Format(month);
}
