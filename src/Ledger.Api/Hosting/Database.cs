using Ledger.EventStore;
using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Views;
using Npgsql;

namespace Ledger.Api.Hosting;

/// <summary>
/// The PostgreSQL schema of this ledger, migrated, reached as a role that can undo nothing; perhaps in a cluster of our own.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private const string PrivateName = "ledger";

    /// <summary>Projects whose embedded scripts make up the schema.</summary>
    private static readonly IReadOnlyList<Migration> Scripts =
        Migrator.ScriptsOf(typeof(IEventStore).Assembly, typeof(ViewSchema).Assembly);

    private readonly PrivateCluster? _cluster;

    private Database(string app, string? owner, string schema, PrivateCluster? cluster)
    {
        (AppConnectionString, OwnerConnectionString, _cluster) = (app, owner, cluster);
        var searchPath = ViewSchema.SearchPath(schema);
        Source = ViewSchema.Source(app, searchPath);
        Views = ViewSchema.WritingSource(app, searchPath);
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>For writing views and what rules remember; never for what only the database has.</summary>
    public NpgsqlDataSource Views { get; }

    public string AppConnectionString { get; }

    /// <summary>Null where this node was started without: it makes no schema then, of events or of views.</summary>
    public string? OwnerConnectionString { get; }

    /// <summary>True in a cluster of our own: the only place for demo keys and a demo world.</summary>
    public bool IsPrivate => _cluster is not null;

    /// <exception cref="StartException">The connection must not be used as it is, or migrations are missing.</exception>
    /// <exception cref="MigrationException">The schema is of another version.</exception>
    /// <exception cref="PrivateClusterException">No connection was given and no private cluster can be had.</exception>
    public static async Task<Database> OpenAsync(LedgerOptions options, CancellationToken cancellation)
    {
        var cluster = options.ConnectionString is null ? await StartClusterAsync(options, cancellation) : null;
        try
        {
            return await OpenAsync(options, cluster, cancellation);
        }
        catch
        {
            if (cluster is not null) await cluster.DisposeAsync();
            throw;
        }
    }

    public Task<bool> IsCurrentAsync(CancellationToken cancellation) => SchemaCheck.IsCurrentAsync(Source, Scripts, cancellation);

    public async ValueTask DisposeAsync()
    {
        await Views.DisposeAsync();
        await Source.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    private static async Task<Database> OpenAsync(LedgerOptions options, PrivateCluster? cluster, CancellationToken cancellation)
    {
        var owner = cluster?.ConnectionString(PrivateName, ClusterRoles.Owner) ?? options.OwnerConnectionString;
        if (owner is not null)
        {
            await Migrator.MigrateAsync(owner, options.Schema, Scripts, cancellation);
            await ViewSchema.EnsureAsync(owner, options.Schema, cancellation);
        }

        var app = cluster?.ConnectionString(PrivateName, ClusterRoles.App) ?? options.ConnectionString!;
        var database = new Database(app, owner, options.Schema, cluster);
        try
        {
            await database.CheckAsync(options.Schema, cancellation);
            return database;
        }
        catch
        {
            await database.Views.DisposeAsync();
            await database.Source.DisposeAsync();
            throw;
        }
    }

    private static async Task<PrivateCluster> StartClusterAsync(LedgerOptions options, CancellationToken cancellation)
    {
        var cluster = await PrivateCluster.StartAsync(new(options.Data) { Report = Console.WriteLine }, cancellation);
        await cluster.EnsureDatabaseAsync(PrivateName, cancellation);
        return cluster;
    }

    private async Task CheckAsync(string schema, CancellationToken cancellation)
    {
        try
        {
            if (!await IsCurrentAsync(cancellation))
                throw new StartException("Migrations are missing: give ConnectionStrings:LedgerOwner, as whom they are applied.");
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new StartException($"Schema {schema} has no ledger: give ConnectionStrings:LedgerOwner, as whom it is made.");
        }

        if (await SchemaCheck.IsTooPowerfulAsync(Source, schema, cancellation))
            throw new StartException(
                "ConnectionStrings:Ledger names a superuser or the owner of the events, " +
                "who could undo what protects them: name ledger_app.");
    }
}
