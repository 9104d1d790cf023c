using Ledger.Transparency.Merkle;
using Npgsql;

namespace Ledger.Projections.Integration;

/// <summary>Where the tree, what is published of it, and the ledger stand.</summary>
/// <param name="Size">Leaves in the tree.</param>
/// <param name="Root">Its root.</param>
/// <param name="Sequence">Where the ledger says that it ends; events beyond the size are not in the tree yet.</param>
/// <param name="LastEvent">The newest event there is: the same, unless somebody changed one of the two.</param>
/// <param name="PublishedOrigin">Whose checkpoint is published; null before the first.</param>
/// <param name="PublishedSize">The size it states.</param>
/// <param name="PublishedNote">The signed note.</param>
public sealed record TreeState(
    long Size, TreeHash Root, long Sequence, long LastEvent, string? PublishedOrigin, long? PublishedSize, string? PublishedNote);

/// <summary>The tree in the database.</summary>
public sealed class TreeStore(NpgsqlDataSource source)
{
    // Sorting that many hashes stays within the server's work_mem.
    private const int LeavesInOneRead = 16_384;

    /// <summary>All of it as of one moment.</summary>
    /// <exception cref="LogDamagedException">The row that says where the ledger or its tree ends is missing.</exception>
    public async Task<TreeState> StateAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT t.size, t.root, h.seq, coalesce((SELECT max(seq) FROM event), 0), c.origin, c.size, c.note
            FROM log_tree t CROSS JOIN ledger_head h LEFT JOIN log_checkpoint c ON true
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            throw new LogDamagedException("The row that says where the ledger ends, or its tree, is missing.");
        var isPublished = !reader.IsDBNull(4);
        return new(
            reader.GetInt64(0), new(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(2), reader.GetInt64(3),
            isPublished ? reader.GetString(4) : null, isPublished ? reader.GetInt64(5) : null, isPublished ? reader.GetString(6) : null);
    }

    /// <summary>The leaf hashes after a sequence, up to and with another, in order.</summary>
    /// <exception cref="LogDamagedException">An event is missing.</exception>
    public async Task<List<TreeHash>> LeafHashesAsync(long after, long upTo, CancellationToken cancellation)
    {
        var hashes = new List<TreeHash>((int)(upTo - after));
        for (var from = after; from < upTo; from += LeavesInOneRead)
        {
            var to = Math.Min(upTo, from + LeavesInOneRead);
            await using var command = source.CreateCommand(
                "SELECT string_agg(leaf_hash, '' ORDER BY seq) FROM event WHERE seq > $1 AND seq <= $2");
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
            var bytes = await command.ExecuteScalarAsync(cancellation) as byte[] ?? [];
            if (bytes.Length != (to - from) * TreeHash.Length)
                throw new LogDamagedException($"Of the events {from + 1} to {to} some are missing in the database.");
            for (var i = 0; i < bytes.Length; i += TreeHash.Length) hashes.Add(new(bytes.AsSpan(i, TreeHash.Length)));
        }

        return hashes;
    }

    /// <summary>Moves the tree to a new size with its new full tiles, all or nothing; false when another node was there first.</summary>
    /// <exception cref="LogDamagedException">One of the tiles is there already.</exception>
    public async Task<bool> GrowAsync(long from, long to, TreeHash root, IReadOnlyList<Tile> full, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            WITH moved AS (UPDATE log_tree SET size = $2, root = $3 WHERE size = $1 RETURNING size),
            stored AS (
                INSERT INTO log_tile (level, index, root, hashes)
                SELECT l, i, r, h FROM moved, unnest($4, $5, $6, $7) AS tile (l, i, r, h))
            SELECT count(*) FROM moved
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = BytesOf(root) });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. full.Select(tile => (short)tile.Id.Level)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. full.Select(tile => tile.Id.Index)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. full.Select(tile => BytesOf(tile.Root!.Value))] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. full.Select(tile => tile.Bytes.ToArray())] });
        try
        {
            return (long)(await command.ExecuteScalarAsync(cancellation))! == 1;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Whoever moves the tree alone adds tiles, so no other node was first.
            throw new LogDamagedException($"The tree says that it has {from} leaves, and there are tiles of more.");
        }
    }

    /// <summary>Publishes a signed head, unless a larger one of the same log is there, or the same with more signatures.</summary>
    public async Task PublishAsync(string origin, long size, string note, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO log_checkpoint AS c (origin, size, note) VALUES ($1, $2, $3)
            ON CONFLICT (only_row) DO UPDATE SET origin = $1, size = $2, note = $3
            WHERE c.origin <> $1 OR c.size < $2 OR (c.size = $2 AND length(c.note) <= length($3))
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = origin });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = note });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Public keys that ever signed under that name, the first ones first.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string origin, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT vkey FROM log_key WHERE origin = $1 ORDER BY ordinal");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = origin });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellation)) keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>Enters public keys after those that are there; false when another node entered some meanwhile.</summary>
    public async Task<bool> AddKeysAsync(
        string origin, int known, IReadOnlyList<string> vkeys, long fromSize, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO log_key (origin, ordinal, vkey, from_size)
            SELECT $1, $2 + n, k, $4 FROM unnest($3) WITH ORDINALITY AS key (k, n)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = origin });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = known });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. vkeys] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fromSize });
        try
        {
            await command.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    internal static byte[] BytesOf(TreeHash hash)
    {
        var bytes = new byte[TreeHash.Length];
        hash.CopyTo(bytes);
        return bytes;
    }
}
