using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.EventStore.Keys;

/// <summary>An API key as it is kept; its secret is known to its holder only.</summary>
/// <param name="Id">Public part of the key.</param>
/// <param name="SecretHash">SHA-256 of the secret's 32 bytes.</param>
/// <param name="Roles">Codes of the roles the key gives.</param>
/// <param name="LastUsedOn">Day in the ledger's time zone; null when it was never used.</param>
public sealed record StoredKey(
    string Id, byte[] SecretHash, PartyId Organisation, IReadOnlyList<string> Roles, string Name, Instant CreatedAt,
    Instant? RevokedAt, LocalDate? LastUsedOn);

/// <summary>Which keys are asked for.</summary>
/// <param name="Organisation">Null for all.</param>
/// <param name="IsRevoked">Null for both.</param>
public sealed record KeyFilter(string? Organisation, bool? IsRevoked);

/// <summary>What keys are sorted by.</summary>
public enum KeySort
{
    Created, Organisation,

    /// <summary>The day of its last use; what was never used stands first.</summary>
    Used,
}

/// <summary>The keys of one ledger.</summary>
public sealed class KeyStore(NpgsqlDataSource source)
{
    private const string Columns = "id, secret_hash, organisation, roles, name, created_at, revoked_at, last_used_on";

    /// <summary>Keeps a new key.</summary>
    public async Task AddAsync(StoredKey key, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "INSERT INTO api_key (id, secret_hash, organisation, roles, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key.SecretHash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Organisation.Value });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. key.Roles] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Name });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = key.CreatedAt.ToDateTimeUtc() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The key with that id, revoked or not; null when there is none.</summary>
    public async Task<StoredKey?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM api_key WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (await ReadAllAsync(command, cancellation)).SingleOrDefault();
    }

    /// <summary>Whether any key was ever made.</summary>
    public async Task<bool> HasAnyAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT EXISTS (SELECT FROM api_key)");
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Keys in the order asked for, after the one whose id is given, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<StoredKey>> ListAsync(
        KeyFilter filter, ListOrder<KeySort> order, string? after, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var key = order.By switch
        {
            KeySort.Organisation => "organisation",
            KeySort.Used => "coalesce(last_used_on, '-infinity')",
            _ => "created_at",
        };
        await using var command = source.CreateCommand(
            $"""
            SELECT {Columns} FROM api_key
            WHERE {order.AfterCursor("api_key", "id", key)}
              AND ($2 IS NULL OR organisation = $2) AND ($3 IS NULL OR (revoked_at IS NOT NULL) = $3)
            ORDER BY {order.OrderBy("id", key)} LIMIT $4
            """);
        command.AddOptional(after, NpgsqlDbType.Text);
        command.AddOptional(filter.Organisation, NpgsqlDbType.Text);
        command.AddOptional(filter.IsRevoked, NpgsqlDbType.Boolean);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await ReadAllAsync(command, cancellation);
    }

    /// <summary>Revokes the key; revoking it again changes nothing. False when there is no such key.</summary>
    public async Task<bool> RevokeAsync(string id, Instant at, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "UPDATE api_key SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.ToDateTimeUtc() });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Notes the day of use; writes at most once a day and key.</summary>
    public async Task MarkUsedAsync(string id, LocalDate day, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "UPDATE api_key SET last_used_on = $2 WHERE id = $1 AND last_used_on IS DISTINCT FROM $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day.ToDateOnly(), NpgsqlDbType = NpgsqlDbType.Date });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<StoredKey>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var keys = new List<StoredKey>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            keys.Add(new(
                reader.GetString(0), reader.GetFieldValue<byte[]>(1), new(reader.GetString(2)), reader.GetFieldValue<string[]>(3),
                reader.GetString(4), Instant.FromDateTimeUtc(reader.GetDateTime(5)),
                reader.IsDBNull(6) ? null : Instant.FromDateTimeUtc(reader.GetDateTime(6)),
                reader.IsDBNull(7) ? null : LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(7))));
        return keys;
    }
}
