using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Rules;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>
/// Puts together what a party took in over two years and both sides measured: rows of an index, and the streams of the scales they name.
/// Facts are read of those receipts only of which something would be said.
/// </summary>
public sealed class ReceiptHistoryLoader(NpgsqlDataSource source, FactReader facts, SubjectLoader subjects)
{
    public async Task<ReceiptHistoryFacts> LoadAsync(string subject, Horizon horizon, CancellationToken cancellation)
    {
        var weighed = await WeighedAsync(subject, horizon, cancellation);
        var scales = await subjects.ScalesAsync([.. weighed.SelectMany(lot => lot.Scales).Distinct()], horizon, cancellation);
        var loaded = new ReceiptHistoryFacts(subject, weighed, scales);
        var needed = ReceiptsOverTime.Needed(loaded, await subjects.SettingsAsync(horizon, cancellation));
        if (needed.Count == 0) return loaded;
        var evidence = await facts.ReadSequencesAsync(needed, horizon, cancellation);
        return loaded with { Evidence = evidence.ToDictionary(fact => fact.Sequence) };
    }

    private async Task<List<WeighedTwice>> WeighedAsync(string subject, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT lot_id, seq, sent_seq, delivery, receiver, sent_g, sent_by, sent_on, sent_from,
                received_g, received_by, received_on, received_from, sent_readings, received_to
            FROM weighed_twice WHERE receiver = $1 AND received_from >= $2 AND received_from < $3 AND seq <= $4
            """);
        var (from, to) = ReceiptHistoryFacts.SpanOf(subject);
        foreach (var value in new object[]
        {
            ReceiptHistoryFacts.ReceiverOf(subject)!.Value.Value, from.ToDateTimeUtc(), to.ToDateTimeUtc(), horizon.UpTo,
        }) command.Parameters.Add(new() { Value = value });
        var weighed = new List<WeighedTwice>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            weighed.Add(new(
                new(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2), new(reader.GetGuid(3)), new(reader.GetString(4)),
                ReadingAt(5), ReadingAt(9), reader.GetInt32(13), Instant.FromDateTimeUtc(reader.GetDateTime(14))));
        return weighed;

        Reading ReadingAt(int first) => new(
            new(reader.GetInt64(first)), new(reader.GetString(first + 1)),
            reader.IsDBNull(first + 2) ? null : new ScaleId(reader.GetString(first + 2)),
            Instant.FromDateTimeUtc(reader.GetDateTime(first + 3)));
    }
}
