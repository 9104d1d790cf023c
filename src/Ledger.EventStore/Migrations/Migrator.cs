using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Ledger.EventStore.Migrations;

/// <summary>
/// Brings a ledger's schema up to date: the numbered scripts of one or more assemblies, each once, in order, in a
/// transaction of its own. What was applied is remembered with its checksum; a script that changed since is refused.
/// </summary>
public static class Migrator
{
    private const int LockKey = 0x4C454447; // "LEDG": one migration at a time in a database

    /// <summary>The scripts embedded in these assemblies, by number.</summary>
    /// <exception cref="InvalidOperationException">Two scripts have the same number.</exception>
    public static IReadOnlyList<Migration> ScriptsOf(params IEnumerable<Assembly> assemblies)
    {
        var scripts = assemblies.SelectMany(Migration.In).OrderBy(script => script.Number).ToList();
        foreach (var (earlier, later) in scripts.Zip(scripts.Skip(1)))
            if (earlier.Number == later.Number)
                throw new InvalidOperationException($"{earlier.Name} and {later.Name} have one number");
        return scripts;
    }

    /// <summary>One value for all scripts: databases with the same one have the same schema.</summary>
    public static string Fingerprint(IEnumerable<Migration> scripts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(scripts.Select(script => script.Checksum)))))[..16];

    /// <summary>Applies what is missing, as the owner of the schema; creates the schema where it is not there.</summary>
    /// <exception cref="MigrationException">The database was migrated by a newer version, or a script was changed
    /// after it was applied.</exception>
    public static async Task<int> MigrateAsync(
        string ownerConnectionString, string schema, IReadOnlyList<Migration> scripts, CancellationToken cancellation = default)
    {
        var quoted = '"' + schema.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(ownerConnectionString)
            {
                SearchPath = schema, Pooling = false,
                CommandTimeout = 0, // a large index, or another node's migration, takes its time
            });
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await RunAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellation); // released with the session
        await RunAsync(connection, Preparation(quoted), cancellation);
        var applied = await ReadAppliedAsync(connection, cancellation);
        var missing = MissingAmong(scripts, applied);
        foreach (var script in missing) await ApplyAsync(connection, script, cancellation);
        return missing.Count;
    }

    private static string Preparation(string schema) =>
        $"""
        CREATE SCHEMA IF NOT EXISTS {schema};
        GRANT USAGE ON SCHEMA {schema} TO ledger_app, ledger_consumer;
        CREATE TABLE IF NOT EXISTS schema_migration (
            number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
        GRANT SELECT ON schema_migration TO ledger_app;
        """;

    private static List<Migration> MissingAmong(IReadOnlyList<Migration> scripts, Dictionary<int, string> applied)
    {
        if (applied.Keys.FirstOrDefault(number => scripts.All(script => script.Number != number)) is var unknown and not 0)
            throw new MigrationException($"migration {unknown} was applied by a newer version of this service: run that version");
        if (scripts.FirstOrDefault(script => applied.TryGetValue(script.Number, out var sum) && sum != script.Checksum) is { } changed)
            throw new MigrationException($"{changed.Name} was changed after it was applied: add a new script instead");
        return [.. scripts.Where(script => !applied.ContainsKey(script.Number))];
    }

    private static async Task<Dictionary<int, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT number, checksum FROM schema_migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(cancellation)) applied[reader.GetInt32(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration script, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync(connection, script.Sql, cancellation);
        await using var remember = new NpgsqlCommand(
            "INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)", connection);
        foreach (var value in new object[] { script.Number, script.Name, script.Checksum })
            remember.Parameters.Add(new() { Value = value });
        await remember.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>One numbered script.</summary>
/// <param name="Checksum">SHA-256 of the text, lowercase hex.</param>
public sealed record Migration(int Number, string Name, string Sql, string Checksum)
{
    internal static IEnumerable<Migration> In(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            var name = resource.Split('.')[^2];
            yield return new(
                int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture), name, sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }
}

/// <summary>The database does not fit this version; the message says what to do.</summary>
public sealed class MigrationException(string message) : Exception(message);
