using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Goes through a ledger stream by stream, so that whoever makes all rows anew reads every subject once.</summary>
internal sealed class StreamPages(NpgsqlDataSource source)
{
    /// <summary>Streams after one, in order, at most <paramref name="limit"/>, each with its newest version.</summary>
    public async Task<IReadOnlyList<(string Stream, int Version)>> AfterAsync(
        string stream, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT stream, version FROM head WHERE stream > $1 ORDER BY stream LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var page = new List<(string, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) page.Add((reader.GetString(0), reader.GetInt32(1)));
        return page;
    }

    /// <summary>The events of some streams up to a sequence, in its order.</summary>
    public async Task<IReadOnlyList<StoredEvent>> EventsAsync(
        IReadOnlyCollection<string> streams, long upTo, CancellationToken cancellation)
    {
        if (streams.Count == 0) return [];
        await using var command = source.CreateCommand(
            """
            SELECT seq, id, stream, version, type, recorded_at, bytes, leaf_hash FROM event
            WHERE stream = ANY($1) AND seq <= $2 ORDER BY seq
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            events.Add(new(
                reader.GetInt64(0), reader.GetGuid(1), new(reader.GetString(2)), reader.GetInt32(3), reader.GetString(4),
                Instant.FromDateTimeUtc(reader.GetDateTime(5)), reader.GetFieldValue<byte[]>(6),
                new LeafHash(reader.GetFieldValue<byte[]>(7))));
        return events;
    }
}
