using Ledger.EventStore.PrivatePostgres;
using Npgsql;

namespace Ledger.Testing;

/// <summary>One database of one test class; dropped whole, whoever is still connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const int MostConnections = 20;
    private readonly string _admin;

    internal TestDatabase(string admin, string name) => (_admin, Name) = (admin, name);

    public string Name { get; }

    /// <param name="role">One of <see cref="ClusterRoles"/>; the superuser is for tampering tests.</param>
    public string ConnectionString(string role = ClusterRoles.App) => new NpgsqlConnectionStringBuilder(_admin)
    {
        Database = Name, Username = role, MaxPoolSize = MostConnections,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        foreach (var role in ClusterRoles.All)
        {
            await using var pooled = new NpgsqlConnection(ConnectionString(role));
            NpgsqlConnection.ClearPool(pooled);
        }

        var sql = $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)";
        await TestDatabases.ExecuteAsync(_admin, sql, CancellationToken.None);
    }
}
