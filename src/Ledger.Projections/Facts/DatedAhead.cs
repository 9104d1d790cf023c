using System.Runtime.CompilerServices;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.EventStore.Reading;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Facts;

/// <summary>
/// The records that are dated later than they were recorded. A change of settings takes effect after it was recorded, so of all that was
/// recorded before it, it concerns only these.
/// </summary>
public sealed class DatedAhead(NpgsqlDataSource source)
{
    private const int PageSize = 200;

    /// <summary>Keeps those of a page in mind; each carries its sequence, so it may be done ahead of the page and twice.</summary>
    public async Task RememberAsync(IReadOnlyList<StoredEvent> page, CancellationToken cancellation)
    {
        var ahead = page.Where(stored => EventTypes.IsFromCustody(stored.Type))
            .Select(stored => (stored.Sequence, Start: StatedTime.Of(stored)?.Interval.Start, stored.RecordedAt))
            .Where(each => each.Start > each.RecordedAt).ToList();
        if (ahead.Count == 0) return;
        await using var command = source.CreateCommand(
            "INSERT INTO dated_ahead (seq, starts) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. ahead.Select(each => each.Sequence)] });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = ahead.Select(each => each.Start!.Value.ToDateTimeUtc()).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What a changed setting concerns of what was recorded before it, in pages.</summary>
    public async IAsyncEnumerable<IReadOnlyList<StoredEvent>> ConcernedAsync(
        StoredEvent changed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = EffectiveFrom(changed);
        for (long after = 0;
            await ConcernedAsync(changed.Sequence, from, after, PageSize, cancellation) is { Count: > 0 } page; after = page[^1].Sequence)
            yield return page;
    }

    /// <summary>The same after a sequence, at most so many.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ConcernedAsync(
        long settingSequence, Instant effectiveFrom, long after, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT {StoredEventRows.Columns}
            FROM dated_ahead d JOIN event e USING (seq)
            WHERE d.starts >= $1 AND d.seq > $2 AND d.seq < $3 ORDER BY d.seq LIMIT $4
            """);
        command.Parameters.Add(new() { Value = effectiveFrom.ToDateTimeUtc(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = settingSequence });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await command.ReadEventsAsync(cancellation);
    }

    internal static Instant EffectiveFrom(StoredEvent changed) =>
        ((SettingChanged)Leaf.Parse(changed.Bytes).ReadEvent()).EffectiveFrom;
}
