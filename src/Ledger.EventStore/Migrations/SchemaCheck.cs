using Npgsql;

namespace Ledger.EventStore.Migrations;

/// <summary>What a service asks of a schema before it uses it, as the role it runs as.</summary>
public static class SchemaCheck
{
    /// <summary>True when every script is applied, unchanged.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<bool> IsCurrentAsync(
        NpgsqlDataSource source, IReadOnlyList<Migration> scripts, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT count(*) FROM schema_migration JOIN unnest($1, $2) AS script (number, checksum) USING (number, checksum)");
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. scripts.Select(script => script.Number)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. scripts.Select(script => script.Checksum)] });
        return (long)(await command.ExecuteScalarAsync(cancellation))! == scripts.Count;
    }

    /// <summary>True when the role could undo what protects the events: a superuser, or whoever owns the schema or its events.</summary>
    public static async Task<bool> IsTooPowerfulAsync(NpgsqlDataSource source, string schema, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT pg_has_role(n.nspowner, 'USAGE') OR pg_has_role(c.relowner, 'USAGE')
            FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'event' WHERE n.nspname = $1
            """); // a superuser has every role
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
