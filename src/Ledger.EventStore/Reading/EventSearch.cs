using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.EventStore.Reading;

/// <summary>Which events are looked for; null where it does not matter.</summary>
/// <param name="From">Recorded then or later.</param>
/// <param name="To">Recorded then or before.</param>
/// <param name="Type">The stored name of a type.</param>
/// <param name="Stream">The name of a stream.</param>
public sealed record EventFilter(Instant? From, Instant? To, string? Type, string? Stream)
{
    public bool IsAny => From is not null || To is not null || Type is not null || Stream is not null;
}

/// <summary>Finds events by when they were recorded, their type and their stream.</summary>
/// <remarks>
/// The sequence follows record time but for the difference of the nodes' clocks, so a time is found in it by halving: no index of
/// record times has to be kept for the life of a ledger.
/// </remarks>
public sealed class EventSearch(NpgsqlDataSource source)
{
    // Clocks that differ by more are an outage that the operator hears of.
    private static readonly Duration ClocksDiffer = Duration.FromMinutes(10);

    /// <summary>Those after a sequence and up to the head, in its order.</summary>
    public async Task<IReadOnlyList<StoredEvent>> FindAsync(
        EventFilter filter, long after, long head, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var low = filter.From is { } from ? await BeforeAsync(from - ClocksDiffer, head, cancellation) : 0;
        var high = filter.To is { } to ? await BeforeAsync(to + ClocksDiffer, head, cancellation) : head;
        await using var command = source.CreateCommand(
            $"""
            SELECT {StoredEventRows.Columns} FROM event e
            WHERE seq > $1 AND seq <= $2 AND ($3::text IS NULL OR stream = $3) AND ($4::text IS NULL OR type = $4)
                AND ($5::timestamptz IS NULL OR recorded_at >= $5) AND ($6::timestamptz IS NULL OR recorded_at <= $6)
            ORDER BY seq LIMIT $7
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Max(after, low) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = high });
        command.AddOptional(filter.Stream, NpgsqlDbType.Text);
        command.AddOptional(filter.Type, NpgsqlDbType.Text);
        command.AddOptional(filter.From?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        command.AddOptional(filter.To?.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
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
