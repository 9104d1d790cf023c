using Npgsql;

namespace Ledger.EventStore.PrivatePostgres;

/// <summary>How Npgsql reaches a private cluster.</summary>
internal static class ConnectionStrings
{
    /// <summary>As superuser, for one statement now and then: nothing stays connected afterwards.</summary>
    public static string ForUpkeep(string socketFolder) =>
        For(socketFolder, "postgres", ClusterRoles.Superuser, pooling: false);

    public static string For(string socketFolder, string database, string role, bool pooling = true) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketFolder,
            Database = database,
            Username = role,
            Pooling = pooling,

            // A Unix socket needs no encryption, and asking for it costs a round trip.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
}
