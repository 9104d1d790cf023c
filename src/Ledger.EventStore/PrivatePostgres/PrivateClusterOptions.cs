namespace Ledger.EventStore.PrivatePostgres;

/// <summary>Where a private cluster lives and how it runs.</summary>
/// <param name="DataDirectory">
/// Folder of the cluster, made when absent. A service that runs as root under a closed home directory gets a folder in
/// /var/tmp instead, because the server may not run as root and could not reach this one.
/// </param>
/// <param name="Durable">False trades safety for speed (fsync off): for throw-away test data only.</param>
public sealed record PrivateClusterOptions(string DataDirectory, bool Durable = true)
{
    /// <summary>Server settings (postgresql.conf) that replace or add to ours.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder with initdb, pg_ctl and postgres; when absent the machine is searched.</summary>
    public string? BinaryDirectory { get; init; } = Environment.GetEnvironmentVariable("LEDGER_PG_BIN");

    /// <summary>How long to wait for starts by others, and for the server to answer, recovery included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Is told what the operator should know, one sentence each, such as a folder chosen instead.</summary>
    public Action<string> Report { get; init; } = _ => { };
}

/// <summary>The roles every private cluster has; the service's operating system user may connect as any.</summary>
public static class ClusterRoles
{
    public const string Superuser = "ledger_superuser";
    public const string Owner = "ledger_owner";
    public const string App = "ledger_app";
    public const string Consumer = "ledger_consumer";

    public static IReadOnlyList<string> All { get; } = [Superuser, Owner, App, Consumer];

    internal static readonly string[] Plain = [Owner, App, Consumer];
}
