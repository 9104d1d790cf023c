using System.Diagnostics;
using System.Globalization;
using Ledger.EventStore.PrivatePostgres;

namespace Ledger.Testing;

/// <summary>
/// A cluster for one test run: fast, not durable, gone afterwards; what a killed run left goes at the next start.
/// </summary>
public sealed class ThrowAwayCluster : IAsyncDisposable
{
    private const string Parent = "/tmp";
    private const string Prefix = "ledger-test-";

    // Of the classes that run at once, each has a service or two with its pools, and there are as many of those as processors.
    private const int ConnectionsPerProcessor = 100;
    private readonly PrivateClusterOptions _options;
    private readonly PrivateCluster _cluster;

    private ThrowAwayCluster(PrivateClusterOptions options, PrivateCluster cluster) =>
        (_options, _cluster) = (options, cluster);

    /// <summary>A folder for a cluster of this process, not made yet; the sweep knows it by its name.</summary>
    public static string NewFolder() =>
        Path.Combine(Parent, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}"[..(Prefix.Length + 16)]);

    /// <exception cref="PostgresNotFoundException">The machine has no server binaries.</exception>
    public static async Task<ThrowAwayCluster> StartAsync(CancellationToken ct = default)
    {
        await SweepAsync(ct);
        var connections = ConnectionsPerProcessor * (1 + Environment.ProcessorCount);
        var options = new PrivateClusterOptions(NewFolder(), Durable: false)
        {
            Settings = new Dictionary<string, string> { ["max_connections"] = $"{connections}" },
        };
        return new(options, await PrivateCluster.StartAsync(options, ct));
    }

    /// <summary>As superuser, to database postgres: the value of LEDGER_TEST_DB.</summary>
    public string AdminConnectionString => _cluster.ConnectionString("postgres");

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await PrivateCluster.DeleteAsync(_options);
    }

    /// <summary>Deletes clusters whose process is dead.</summary>
    public static async Task SweepAsync(CancellationToken ct = default)
    {
        foreach (var folder in Directory.GetDirectories(Parent, Prefix + "*"))
        {
            var process = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (!int.TryParse(process, CultureInfo.InvariantCulture, out var id) || IsAlive(id)) continue;

            try
            {
                await PrivateCluster.DeleteAsync(new(folder, Durable: false), ct);
            }
            catch (Exception notOurs) when (notOurs is UnauthorizedAccessException or DirectoryNotFoundException)
            {
                // another user's, or another run is sweeping it too
            }
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
