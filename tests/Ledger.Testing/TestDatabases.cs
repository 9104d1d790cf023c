using System.Security.Cryptography;
using System.Text;
using Ledger.EventStore.PrivatePostgres;
using Npgsql;

namespace Ledger.Testing;

/// <summary>What every database of a test class starts from.</summary>
/// <param name="Fingerprint">Changes whenever the migrations change.</param>
/// <param name="MigrateAsync">Brings an empty database up to date; is given the connection string of its owner.</param>
public sealed record DatabaseTemplate(string Fingerprint, Func<string, CancellationToken, Task> MigrateAsync)
{
    public static DatabaseTemplate Empty { get; } = new("empty", (_, _) => Task.CompletedTask);

    internal string Name =>
        $"template_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Fingerprint)))[..16]}";
}

/// <summary>
/// Databases for tests, in the run's cluster (LEDGER_TEST_DB) or, when a project runs alone, in one of this process.
/// </summary>
public static class TestDatabases
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly Lazy<Task<string>> Admin = new(FindServerAsync);

    /// <summary>A database of its own, copied from the template, which is migrated once a cluster.</summary>
    /// <exception cref="PostgresNotFoundException">The machine has no server.</exception>
    public static async Task<TestDatabase> CreateAsync(DatabaseTemplate template, CancellationToken ct = default)
    {
        var admin = await Admin.Value;
        await EnsureTemplateAsync(admin, template, ct);

        var name = $"test_{Guid.NewGuid():N}"[..21];
        await RetryWhileInUseAsync(() => ExecuteAsync(
            admin, $"CREATE DATABASE {name} TEMPLATE {template.Name} OWNER {ClusterRoles.Owner}", ct));
        return new(admin, name);
    }

    internal static async Task ExecuteAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<string> FindServerAsync()
    {
        if (Environment.GetEnvironmentVariable("LEDGER_TEST_DB") is { Length: > 0 } given) return given;

        var cluster = await ThrowAwayCluster.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return cluster.AdminConnectionString;
    }

    private static async Task EnsureTemplateAsync(string admin, DatabaseTemplate template, CancellationToken ct)
    {
        // Test classes and projects ask at once; one migrates, the others wait. Closing unlocks, as nothing pools it.
        var unpooled = new NpgsqlConnectionStringBuilder(admin) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(ct);
        await using var gate = new NpgsqlCommand($"SELECT pg_advisory_lock(hashtext('{template.Name}'))", connection);
        await gate.ExecuteNonQueryAsync(ct);
        await using var find = new NpgsqlCommand(
            $"SELECT 1 FROM pg_database WHERE datname = '{template.Name}' AND datistemplate", connection);
        if (await find.ExecuteScalarAsync(ct) is not null) return;

        await ExecuteAsync(admin, $"DROP DATABASE IF EXISTS {template.Name} WITH (FORCE)", ct);
        await ExecuteAsync(admin, $"CREATE DATABASE {template.Name} OWNER {ClusterRoles.Owner}", ct);
        var owner = new NpgsqlConnectionStringBuilder(admin)
        {
            Database = template.Name, Username = ClusterRoles.Owner, Pooling = false,
        };
        await template.MigrateAsync(owner.ConnectionString, ct);

        // Only a finished template is marked as one, and nobody can be connected to it when it is copied.
        await ExecuteAsync(admin, $"ALTER DATABASE {template.Name} IS_TEMPLATE true ALLOW_CONNECTIONS false", ct);
    }

    private static async Task RetryWhileInUseAsync(Func<Task> action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (PostgresException inUse) when (
                inUse.SqlState == PostgresErrorCodes.ObjectInUse && attempt < Attempts)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
