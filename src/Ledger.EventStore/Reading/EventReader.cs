using System.Runtime.CompilerServices;
using Ledger.Domain.Values;
using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>Reads pages by primary key; no page holds a snapshot longer than its own statement.</summary>
internal sealed class EventReader(NpgsqlDataSource source, HeadSignal signal)
{
    // How long another node's events may stay unseen here when nothing is appended on this one.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public async Task<long> HeadAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT seq FROM ledger_head");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"SELECT {StoredEventRows.Columns} FROM event e WHERE seq > $1 ORDER BY seq LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await command.ReadEventsAsync(cancellation);
    }

    public async Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(
        StreamName stream, int afterVersion, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"SELECT {StoredEventRows.Columns} FROM event e WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = afterVersion });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await command.ReadEventsAsync(cancellation);
    }

    public async IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        long after, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var page = await ReadAsync(after, limit, cancellation);
            if (page.Count == 0)
            {
                await signal.WaitAsync(after, PollInterval, cancellation);
                continue;
            }

            after = page[^1].Sequence;
            yield return page;
        }
    }
}
