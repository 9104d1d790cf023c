using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>The schema the views stand in: made by the owner, filled by the service, dropped and made again at will.</summary>
public static class ViewSchema
{
    private static readonly string Ddl = ReadDdl();

    /// <summary>The name beside a ledger's own schema.</summary>
    public static string NameFor(string ledgerSchema) => $"{ledgerSchema}_views";

    /// <summary>The search path that sees the ledger and its views.</summary>
    public static string SearchPath(string ledgerSchema) => $"{ledgerSchema},{NameFor(ledgerSchema)}";

    /// <summary>Makes the view schema where it is missing or was made from other DDL; in the latter case its rows are replayed.</summary>
    public static async Task EnsureAsync(string ownerConnectionString, string ledgerSchema, CancellationToken cancellation = default)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync(connection, "SELECT pg_advisory_xact_lock(1279607894)", cancellation); // "LEDV": one maker at a time
        var name = NameFor(ledgerSchema);
        await using var made = new NpgsqlCommand("SELECT obj_description(to_regnamespace($1)::oid, 'pg_namespace')", connection);
        made.Parameters.Add(new() { Value = name });
        if (await made.ExecuteScalarAsync(cancellation) as string != Fingerprint) await MakeAsync(connection, name, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Makes an empty schema of that name, in place of one that is there.</summary>
    internal static async Task MakeAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await RunAsync(connection,
            $"""
            DROP SCHEMA IF EXISTS "{name}" CASCADE;
            CREATE SCHEMA "{name}";
            GRANT USAGE ON SCHEMA "{name}" TO ledger_app;
            SET LOCAL search_path = "{name}";
            {Ddl}
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{name}" TO ledger_app;
            COMMENT ON SCHEMA "{name}" IS '{Fingerprint}';
            """, cancellation);
    }

    private static string Fingerprint => "views " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Ddl)))[..16];

    internal static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string ReadDdl()
    {
        using var reader = new StreamReader(typeof(ViewSchema).Assembly.GetManifestResourceStream("views-ddl")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
