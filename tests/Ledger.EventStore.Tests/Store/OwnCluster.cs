using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Npgsql;

namespace Ledger.EventStore.Tests.Store;

/// <summary>A store on a server of its own, for tests that harm the server.</summary>
internal static class OwnCluster
{
    private const string Name = "ledger";

    /// <summary>Starts the server and makes the store's schema in it.</summary>
    public static async Task<PrivateCluster> StartAsync(PrivateClusterOptions options, CancellationToken cancellation)
    {
        PrivateCluster cluster;
        try
        {
            cluster = await PrivateCluster.StartAsync(options, cancellation);
        }
        catch (PostgresNotFoundException none)
        {
            Requirement.Missing(none.Message);
            throw;
        }

        await cluster.EnsureDatabaseAsync(Name, cancellation);
        await Migrator.MigrateAsync(
            cluster.ConnectionString(Name, ClusterRoles.Owner), StoreDatabase.Schema, Migrator.ScriptsOf(typeof(IEventStore).Assembly),
            cancellation);
        return cluster;
    }

    /// <summary>Connects as the service does.</summary>
    public static NpgsqlDataSource Source(PrivateCluster cluster) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(cluster.ConnectionString(Name, ClusterRoles.App)) { SearchPath = StoreDatabase.Schema });
}
