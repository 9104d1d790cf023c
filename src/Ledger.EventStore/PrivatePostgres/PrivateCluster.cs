using Npgsql;

namespace Ledger.EventStore.PrivatePostgres;

/// <summary>
/// One user's hold on a PostgreSQL server of our own: no password, no network, data in one folder. Several processes
/// may hold the same cluster; the first makes and starts it, the last to let go stops it. A server that a crashed
/// process left running is adopted.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private readonly ClusterFolders _folders;
    private readonly PostgresServer _server;
    private readonly TimeSpan _patience;
    private FileLock? _use;

    private PrivateCluster(ClusterFolders folders, PostgresServer server, TimeSpan patience) =>
        (_folders, _server, _patience) = (folders, server, patience);

    /// <summary>Process id of the postmaster, for fault tests; null when no server runs.</summary>
    public int? ServerProcessId => _folders.ServerProcessId();

    /// <summary>A running server over the data in <see cref="PrivateClusterOptions.DataDirectory"/>.</summary>
    /// <exception cref="PostgresNotFoundException">The machine has no server binaries.</exception>
    /// <exception cref="PrivateClusterException">Any other reason, with advice.</exception>
    public static async Task<PrivateCluster> StartAsync(PrivateClusterOptions options, CancellationToken ct = default)
    {
        var cluster = await PrepareAsync(options, ct);
        using var gate = await cluster.TakeGateAsync(ct);
        await cluster._server.EnsureRunningAsync(cluster.HasUsers(), ct);
        cluster._use = await FileLock.TakeSharedAsync(cluster._folders.UsersLock, cluster._patience, ct);
        return cluster;
    }

    /// <summary>Stops a server nobody uses and deletes its data.</summary>
    /// <returns>False when somebody uses it; then nothing is deleted.</returns>
    public static async Task<bool> DeleteAsync(PrivateClusterOptions options, CancellationToken ct = default)
    {
        var cluster = await PrepareAsync(options, ct);
        using var gate = await cluster.TakeGateAsync(ct);
        if (cluster.HasUsers()) return false;

        if (await cluster._server.IsRunningAsync(ct))
            await cluster._server.StopAsync("immediate", ct);
        if (Directory.Exists(cluster._folders.Socket)) Directory.Delete(cluster._folders.Socket, recursive: true);
        Directory.Delete(cluster._folders.Home, recursive: true);
        return true;
    }

    /// <summary>An Npgsql connection string through the Unix socket.</summary>
    /// <param name="database">"postgres" always exists; others by <see cref="EnsureDatabaseAsync"/>.</param>
    /// <param name="role">One of <see cref="ClusterRoles"/>.</param>
    public string ConnectionString(string database, string role = ClusterRoles.Superuser) =>
        ConnectionStrings.For(_folders.Socket, database, role);

    /// <summary>The database exists afterwards; a new one belongs to <see cref="ClusterRoles.Owner"/>.</summary>
    /// <param name="database">A plain lower-case name.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async Task EnsureDatabaseAsync(string database, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionStrings.ForUpkeep(_folders.Socket));
        await connection.OpenAsync(ct);
        var sql = $"CREATE DATABASE \"{database}\" OWNER {ClusterRoles.Owner}";
        await using var create = new NpgsqlCommand(sql, connection);
        try
        {
            await create.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException exists) when (
            exists.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // made earlier, or by another user of the cluster at this moment
        }
    }

    /// <summary>Starts the server again after it died; does nothing when it runs.</summary>
    public async Task RestartAsync(CancellationToken ct = default)
    {
        using var gate = await TakeGateAsync(ct);
        await _server.EnsureRunningAsync(hasOtherUsers: true, ct);
    }

    /// <summary>Lets go of the server, and stops it when this was the last user.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_use is null) return;

        using var gate = await TakeGateAsync(CancellationToken.None);
        _use.Dispose();
        _use = null;
        if (!HasUsers() && await _server.IsRunningAsync(CancellationToken.None))
            await _server.StopAsync("fast", CancellationToken.None);
    }

    private static async Task<PrivateCluster> PrepareAsync(PrivateClusterOptions options, CancellationToken ct)
    {
        var user = ServerUser.Current();
        var folders = new ClusterFolders(options.DataDirectory, asRoot: user.IsOther);
        var binaries = await PostgresBinaries.FindAsync(options.BinaryDirectory, folders.MajorVersion(), user, ct);
        if (folders.IsMoved)
        {
            options.Report($"User {user.Name} cannot reach {options.DataDirectory}; the data are in {folders.Home}.");
            await PrivateFolder.EnsureForServiceAsync(folders.Home, ct);
        }
        else
        {
            PrivateFolder.Make(folders.Home);
        }

        return new(folders, new PostgresServer(binaries, folders, user, options), options.Patience);
    }

    private Task<FileLock> TakeGateAsync(CancellationToken ct) =>
        FileLock.TakeAloneAsync(_folders.StartLock, _patience, ct);

    /// <summary>Asked with the gate held, so that nobody comes in between.</summary>
    private bool HasUsers()
    {
        using var alone = FileLock.TryTakeAlone(_folders.UsersLock);
        return alone is null;
    }
}
