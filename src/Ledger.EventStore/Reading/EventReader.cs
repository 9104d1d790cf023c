using System.Runtime.CompilerServices;
using Ledger.Domain.Values;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>Reads pages by primary key; no page holds a snapshot longer than its own statement.</summary>
internal sealed class EventReader(NpgsqlDataSource source, HeadSignal signal)
{
    private const string Columns = "seq, id, stream, version, type, recorded_at, bytes, leaf_hash";

    // How long another node's events may stay unseen here when nothing is appended on this one.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public async Task<long> HeadAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT seq FROM ledger_head");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM event WHERE seq > $1 ORDER BY seq LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await ReadAllAsync(command, limit, cancellation);
    }

    public async Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(
        StreamName stream, int afterVersion, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"SELECT {Columns} FROM event WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = afterVersion });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await ReadAllAsync(command, limit, cancellation);
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

    private static async Task<IReadOnlyList<StoredEvent>> ReadAllAsync(NpgsqlCommand command, int limit, CancellationToken cancellation)
    {
        var page = new List<StoredEvent>(Math.Min(limit, 1_000));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            page.Add(new(
                reader.GetInt64(0), reader.GetGuid(1), new(reader.GetString(2)), reader.GetInt32(3), reader.GetString(4),
                Instant.FromDateTimeUtc(reader.GetDateTime(5)), reader.GetFieldValue<byte[]>(6),
                new LeafHash(reader.GetFieldValue<byte[]>(7))));
        return page;
    }
}
