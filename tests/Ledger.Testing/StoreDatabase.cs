using Ledger.EventStore;
using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

namespace Ledger.Testing;

/// <summary>Class fixture: a database with the event store's own schema.</summary>
public sealed class StoreDatabase() : LedgerDatabase(Template)
{
    public const string Schema = "ledger";

    private static readonly IReadOnlyList<Migration> Scripts = Migrator.ScriptsOf(typeof(IEventStore).Assembly);

    private static DatabaseTemplate Template { get; } = new(
        Migrator.Fingerprint(Scripts), (owner, cancellation) => Migrator.MigrateAsync(owner, Schema, Scripts, cancellation));

    /// <summary>Connects as that role, with the ledger's schema in the search path.</summary>
    public NpgsqlDataSource DataSource(string role = ClusterRoles.App) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(Database.ConnectionString(role)) { SearchPath = Schema });

    /// <summary>A store as one node has it; its data source is the caller's to dispose.</summary>
    public static PostgresEventStore Store(NpgsqlDataSource source, IClock? clock = null) =>
        new(source, clock ?? SystemClock.Instance, NullLogger<PostgresEventStore>.Instance);
}
