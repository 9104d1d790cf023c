namespace Ledger.EventStore.PrivatePostgres;

/// <summary>
/// The three configuration files of a private cluster, written whole before every start. No password exists anywhere:
/// the kernel tells the server who connects through the socket, and nothing listens on the network.
/// </summary>
internal static class ClusterConfiguration
{
    private static readonly Dictionary<string, string> Always = new()
    {
        ["listen_addresses"] = "",
        ["max_connections"] = "200",
        ["max_wal_size"] = "2GB",
        ["wal_compression"] = "on",
        ["checkpoint_timeout"] = "15min",
        ["random_page_cost"] = "1.1",
        ["jit"] = "off",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["log_line_prefix"] = "%m [%p] %q%u@%d ",
        ["lc_messages"] = "C",
    };

    // As PostgreSQL's manual advises (19.4.1, 19.7.2): what is not in these must be hoped for in the system's cache.
    private const int BufferShare = 4;
    private const int CacheShare = 2;
    private const long LeastBuffers = 256;
    private const long MostBuffers = 4_096;

    private static readonly Dictionary<string, string> Volatile = new()
    {
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
        ["shared_buffers"] = "128MB",
    };

    /// <summary>Path and text of each file.</summary>
    public static IReadOnlyDictionary<string, string> Files(
        ClusterFolders folders, PrivateClusterOptions options, string serviceUser) => new Dictionary<string, string>
    {
        [Path.Combine(folders.Data, "postgresql.conf")] = Settings(folders, options),
        [Path.Combine(folders.Data, "pg_hba.conf")] = "local all all peer map=ledger\n",
        [Path.Combine(folders.Data, "pg_ident.conf")] =
            string.Concat(ClusterRoles.All.Select(role => $"ledger \"{serviceUser}\" {role}\n")),
    };

    private static string Settings(ClusterFolders folders, PrivateClusterOptions options)
    {
        var settings = new SortedDictionary<string, string>(Always, StringComparer.Ordinal);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20; // the machine's, or what the container may have
        settings["shared_buffers"] = $"{Math.Clamp(memory / BufferShare, LeastBuffers, MostBuffers)}MB";
        settings["effective_cache_size"] = $"{Math.Max(memory / CacheShare, LeastBuffers)}MB";
        IEnumerable<KeyValuePair<string, string>> own = options.Durable ? [] : Volatile;
        foreach (var (name, value) in own.Concat(options.Settings)) settings[name] = value;
        settings["unix_socket_directories"] = folders.Socket;
        settings["unix_socket_permissions"] = "0700";

        return "# Written by Ledger before every start; change PrivateClusterOptions.Settings instead.\n" +
            string.Concat(settings.Select(one => $"{one.Key} = {Quoted(one.Value)}\n"));
    }

    private static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
