using Npgsql;

namespace Ledger.EventStore.Reading;

/// <summary>What is kept of a custody event or command beside the leaves that came from it.</summary>
/// <param name="Id">Given by its client.</param>
/// <param name="Organisation">Who posted it.</param>
/// <param name="FirstSequence">Of its first ledger event; the others follow on it.</param>
/// <param name="EventCount">How many ledger events it became.</param>
public sealed record KeptRecord(Guid Id, string Organisation, long FirstSequence, int EventCount);

/// <summary>Where a stream ends, as its writer keeps it.</summary>
/// <param name="LeafHash">Of its newest event; 32 bytes, unless somebody changed it.</param>
public sealed record KeptHead(string Stream, int Version, byte[] LeafHash);

/// <summary>
/// What is kept beside the leaves, row by row as it stands there, in pages by key: for who compares it with the leaves. Nothing is
/// joined or left out, so that a row nobody asks for by name is seen too.
/// </summary>
public sealed class KeptRows(NpgsqlDataSource source)
{
    /// <summary>Of custody events and commands, by id.</summary>
    /// <param name="after">The last one before; null for none.</param>
    public Task<List<KeptRecord>> RecordsAsync(Guid? after, int limit, CancellationToken cancellation) => ReadAsync(
        "SELECT id, organisation, first_seq, event_count FROM custody_event WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2",
        [after, limit], row => new KeptRecord(row.GetGuid(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3)), cancellation);

    /// <summary>What is sealed, by event and kind.</summary>
    /// <param name="after">The last one before; null for none.</param>
    public Task<List<SealedBody>> SealedAsync((Guid EventId, string Kind)? after, int limit, CancellationToken cancellation) => ReadAsync(
        """
        SELECT event_id, kind, salt, body FROM sealed WHERE $1::uuid IS NULL OR (event_id, kind) > ($1, $2 COLLATE "C")
        ORDER BY event_id, kind LIMIT $3
        """,
        [after?.EventId, after?.Kind ?? "", limit],
        row => new SealedBody(row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)), cancellation);

    /// <summary>The newest event of every stream, by stream.</summary>
    /// <param name="after">The last one before; empty for none.</param>
    public Task<List<KeptHead>> HeadsAsync(string after, int limit, CancellationToken cancellation) => ReadAsync(
        "SELECT stream, version, leaf_hash FROM head WHERE stream > $1 ORDER BY stream LIMIT $2",
        [after, limit], row => new KeptHead(row.GetString(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)), cancellation);

    private async Task<List<T>> ReadAsync<T>(string sql, object?[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
        return rows;
    }
}
