using Ledger.EventStore;
using Ledger.EventStore.Reading;
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
            $"SELECT {StoredEventRows.Columns} FROM event e WHERE stream = ANY($1) AND seq + 0 <= $2 ORDER BY stream, version");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return [.. (await command.ReadEventsAsync(cancellation)).OrderBy(stored => stored.Sequence)];
    }
}
