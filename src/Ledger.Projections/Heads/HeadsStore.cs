using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Heads;

/// <summary>A tree of heads that was taken, and the event that says so.</summary>
/// <param name="Event">The event, as it is stored.</param>
/// <param name="Content">What it says.</param>
public sealed record TakenHeads(StoredEvent Event, HeadsRootTaken Content)
{
    /// <summary>The root of the tree.</summary>
    public TreeHash Root => TreeHash.TryParse(Content.Root, out var root) ? root : throw new FormatException("Not a root.");
}

/// <summary>The tables of trees over the heads of all streams. Each is complete before the ledger names its root.</summary>
public sealed class HeadsStore(NpgsqlDataSource source)
{
    /// <summary>Opens the heads of all streams as of one moment, in the order of the tree.</summary>
    internal async Task<HeadsCursor> OpenAsync(CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        var command = new NpgsqlCommand(
            "SELECT l.seq, h.stream, h.version, h.leaf_hash FROM ledger_head l LEFT JOIN head h ON true ORDER BY h.stream", connection)
        {
            CommandTimeout = 0, // one statement, so one moment, however many streams there are
        };
        return new(connection, command, await command.ExecuteReaderAsync(cancellation));
    }

    /// <summary>Stores pages; those another node has stored are the same.</summary>
    internal async Task AddPagesAsync(long through, IReadOnlyList<HeadsPage> pages, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO heads_page (at_seq, index, first_stream, heads)
            SELECT $1, i, s, h FROM unnest($2, $3, $4) AS page (i, s, h) ON CONFLICT DO NOTHING
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. pages.Select(page => page.Index)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. pages.Select(page => page.Heads[0].Stream)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. pages.Select(page => page.ToBytes())] });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Stores tiles above the pages.</summary>
    internal async Task AddTilesAsync(long through, IReadOnlyList<Tile> tiles, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO heads_tile (at_seq, level, index, hashes)
            SELECT $1, l, i, h FROM unnest($2, $3, $4) AS tile (l, i, h) ON CONFLICT DO NOTHING
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. tiles.Select(tile => (short)tile.Id.Level)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. tiles.Select(tile => tile.Id.Index)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. tiles.Select(tile => tile.Bytes.ToArray())] });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes trees older than that one.</summary>
    internal async Task ForgetBeforeAsync(long through, CancellationToken cancellation)
    {
        foreach (var table in (string[])["heads_page", "heads_tile"])
        {
            await using var command = source.CreateCommand($"DELETE FROM {table} WHERE at_seq < $1");
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>The newest tree the ledger names; null before the first.</summary>
    public async Task<TakenHeads?> NewestAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT seq, id, version, type, recorded_at, bytes, leaf_hash FROM event WHERE stream = $1 ORDER BY version DESC LIMIT 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StreamName.Heads.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        var stored = new StoredEvent(
            reader.GetInt64(0), reader.GetGuid(1), StreamName.Heads, reader.GetInt32(2), reader.GetString(3),
            Instant.FromDateTimeUtc(reader.GetDateTime(4)), reader.GetFieldValue<byte[]>(5), new(reader.GetFieldValue<byte[]>(6)));
        return new(stored, (HeadsRootTaken)Leaf.Parse(stored.Bytes).ReadEvent());
    }

    /// <summary>The newest closed day's sequence; 0 before the first.</summary>
    internal async Task<long> LastClosedDayAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT coalesce((SELECT seq FROM event WHERE stream = $1 ORDER BY version DESC LIMIT 1), 0)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StreamName.Calendar.Value });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The last page that begins at or before a stream, and the one after it; fewer at the ends.</summary>
    internal async Task<IReadOnlyList<HeadsPage>> PagesAroundAsync(long through, string stream, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT index, heads FROM heads_page WHERE at_seq = $1 AND index >= coalesce((
                SELECT index FROM heads_page WHERE at_seq = $1 AND first_stream <= $2 ORDER BY first_stream DESC LIMIT 1), 0)
            ORDER BY index LIMIT 2
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        return await ReadPagesAsync(command, cancellation);
    }

    /// <summary>For each stream the last page that begins at or before it, and the page after that; by index.</summary>
    internal async Task<Dictionary<long, HeadsPage>> PagesHoldingAsync(long through, string[] streams, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            WITH held AS (
                SELECT coalesce((
                    SELECT index FROM heads_page WHERE at_seq = $1 AND first_stream <= s COLLATE "C"
                    ORDER BY first_stream DESC LIMIT 1), 0) AS index
                FROM unnest($2) s)
            SELECT p.index, p.heads FROM heads_page p
            WHERE p.at_seq = $1 AND p.index IN (SELECT index FROM held UNION SELECT index + 1 FROM held)
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = streams });
        return (await ReadPagesAsync(command, cancellation)).ToDictionary(page => page.Index);
    }

    /// <summary>Pages by their indexes.</summary>
    internal async Task<IReadOnlyList<HeadsPage>> PagesAsync(long through, long[] indexes, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT index, heads FROM heads_page WHERE at_seq = $1 AND index = ANY ($2)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = indexes });
        return await ReadPagesAsync(command, cancellation);
    }

    /// <summary>Tiles above the pages, by level and index.</summary>
    internal async Task<Dictionary<(int Level, long Index), byte[]>> TilesAsync(
        long through, IReadOnlyCollection<TileId> tiles, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT level, index, hashes FROM heads_tile
            WHERE at_seq = $1 AND (level, index) IN (SELECT l, i FROM unnest($2, $3) AS tile (l, i))
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. tiles.Select(tile => (short)tile.Level)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. tiles.Select(tile => tile.Index)] });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<(int, long), byte[]>();
        while (await reader.ReadAsync(cancellation))
            found[(reader.GetInt16(0), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);
        return found;
    }

    private static async Task<IReadOnlyList<HeadsPage>> ReadPagesAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var pages = new List<HeadsPage>();
        while (await reader.ReadAsync(cancellation)) pages.Add(HeadsPage.Parse(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        return pages;
    }
}

/// <summary>All heads as of one moment, read one after the other.</summary>
internal sealed class HeadsCursor(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader reader) : IAsyncDisposable
{
    /// <summary>The sequence they are as of; known once the first was read.</summary>
    public long Through { get; private set; }

    /// <summary>The next head; null at the end.</summary>
    public async ValueTask<StreamHead?> NextAsync(CancellationToken cancellation)
    {
        if (!await reader.ReadAsync(cancellation)) return null;
        Through = reader.GetInt64(0);
        return reader.IsDBNull(1) ? null // no stream at all
            : new(reader.GetString(1), reader.GetInt32(2), new(reader.GetFieldValue<byte[]>(3)));
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
