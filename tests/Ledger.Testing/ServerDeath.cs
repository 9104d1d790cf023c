using System.Diagnostics;
using Ledger.EventStore.PrivatePostgres;
using Xunit;

namespace Ledger.Testing;

/// <summary>What a power cut leaves of a PostgreSQL server: what it had not yet handed to the disk is gone.</summary>
public static class ServerDeath
{
    /// <summary>Sends the signal to the server and returns when it is dead.</summary>
    /// <param name="signal">As kill takes it, such as -KILL.</param>
    public static async Task KillAsync(this PrivateCluster cluster, string signal = "-KILL")
    {
        var server = cluster.ServerProcessId!.Value;
        using var dying = Process.GetProcessById(server);
        using var kill = Process.Start("kill", [signal, $"{server}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await dying.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
