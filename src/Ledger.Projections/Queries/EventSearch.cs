using Ledger.EventStore;
using Ledger.EventStore.Reading;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Queries;

/// <summary>Which events are looked for; null where it does not matter.</summary>
/// <param name="From">Recorded then or later.</param>
/// <param name="To">Recorded then or before.</param>
/// <param name="Type">The stored name of a type.</param>
/// <param name="Stream">The name of a stream.</param>
/// <param name="HappenedFrom">Happened then or later, as the record states it.</param>
/// <param name="HappenedTo">Happened then or before.</param>
public sealed record EventFilter(
    Instant? From, Instant? To, string? Type, string? Stream, Instant? HappenedFrom, Instant? HappenedTo)
{
    public bool IsAny => From is not null || To is not null || Type is not null || Stream is not null || IsByHappening;

    /// <summary>Only views know when something happened: what they have not seen yet is not found.</summary>
    public bool IsByHappening => HappenedFrom is not null || HappenedTo is not null;
}

/// <summary>Finds events by when they happened, when they were recorded, their type and their stream.</summary>
/// <remarks>
/// The sequence follows record time but for the difference of the nodes' clocks, so a time is found in it by halving: no index of
/// record times has to be kept for the life of a ledger.
/// </remarks>
public sealed class EventSearch(NpgsqlDataSource source)
{
    // Clocks that differ by more are an outage that the operator hears of.
    private static readonly Duration ClocksDiffer = Duration.FromMinutes(10);

    // All events of the records that state such a time.
    private const string Happened =
        """
        AND seq IN (SELECT generate_series(c.first_seq, c.first_seq + c.event_count - 1)
            FROM recorded r JOIN custody_event c ON c.id = r.custody_event
            WHERE ($8::timestamptz IS NULL OR r.happened_at >= $8) AND ($9::timestamptz IS NULL OR r.happened_at <= $9))
        """;

    /// <summary>Those up to the head, in the order asked for and there after a sequence.</summary>
    public async Task<IReadOnlyList<StoredEvent>> FindAsync(
        EventFilter filter, ListOrder<EventSort> order, long after, long head, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var low = filter.From is { } from ? await BeforeAsync(from - ClocksDiffer, head, cancellation) : 0;
        var high = filter.To is { } to ? await BeforeAsync(to + ClocksDiffer, head, cancellation) : head;
        await using var command = source.CreateCommand(
            $"""
            SELECT {StoredEventRows.Columns} FROM event e
            WHERE seq > $1 AND seq <= $2 AND ($3::text IS NULL OR stream = $3) AND ($4::text IS NULL OR type = $4)
                AND ($5::timestamptz IS NULL OR recorded_at >= $5) AND ($6::timestamptz IS NULL OR recorded_at <= $6)
                {(filter.IsByHappening ? Happened : "")}
            ORDER BY {order.OrderBy("seq", "seq")} LIMIT $7
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order.IsDescending ? low : Math.Max(after, low) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order.IsDescending ? Math.Min(after - 1, high) : high });
        command.AddOptional(filter.Stream, NpgsqlDbType.Text);
        command.AddOptional(filter.Type, NpgsqlDbType.Text);
        command.AddOptional(filter.From?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        command.AddOptional(filter.To?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (filter.IsByHappening)
        {
            command.AddOptional(filter.HappenedFrom?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
            command.AddOptional(filter.HappenedTo?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        }

        return await command.ReadEventsAsync(cancellation);
    }

    /// <summary>The last sequence of those recorded before; 0 where none was.</summary>
    private async Task<long> BeforeAsync(Instant time, long head, CancellationToken cancellation)
    {
        var (before, after) = (0L, head + 1);
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (await RecordedAtAsync(middle, cancellation) < time) before = middle;
            else after = middle;
        }

        return before;
    }

    private async Task<Instant> RecordedAtAsync(long sequence, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT recorded_at FROM event WHERE seq = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        return Instant.FromDateTimeUtc((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
    }
}
