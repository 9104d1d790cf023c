using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>The schema the views stand in: made by the owner, filled by the service, dropped and made again at will.</summary>
public static class ViewSchema
{
    private const int MostPrepared = 100; // of one connection
    private const int MostWriting = 32; // a rebuild's workers, the loops, and what the rules note
    private static readonly string Ddl = ReadDdl();

    /// <summary>The name beside a ledger's own schema.</summary>
    public static string NameFor(string ledgerSchema) => $"{ledgerSchema}_views";

    /// <summary>The search path that sees the ledger and its views.</summary>
    public static string SearchPath(string ledgerSchema) => $"{ledgerSchema},{NameFor(ledgerSchema)}";

    /// <summary>
    /// Connections for all but capturing. What repeats itself is prepared, which spares its planning; a statement that was prepared finds
    /// the tables that a rebuild put in its place. No session is set up, so none is cleaned.
    /// </summary>
    /// <param name="connectionString">What it says of <c>Max Auto Prepare</c> holds.</param>
    public static NpgsqlDataSource Source(string connectionString, string searchPath) =>
        NpgsqlDataSource.Create(Settings(connectionString, searchPath));

    /// <summary>
    /// The same for writing what follows from the events and can be made anew: a commit does not wait for the disk. When the server
    /// crashes, the newest of these are gone, together and in order with the progress that was noted, and are done again.
    /// </summary>
    public static NpgsqlDataSource WritingSource(string connectionString, string searchPath)
    {
        var settings = Settings(connectionString, searchPath);
        settings.MaxPoolSize = MostWriting;
        settings.Options = $"{settings.Options} -c synchronous_commit=off".Trim();
        return NpgsqlDataSource.Create(settings);
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString, string searchPath)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = searchPath, NoResetOnClose = true };
        if (!settings.ShouldSerialize("Max Auto Prepare")) settings.MaxAutoPrepare = MostPrepared;
        return settings;
    }

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
