using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;

namespace Ledger.EndToEnd;

/// <summary>The service as its operator runs it: a process, started from its own build, over a database of the test.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int Terminate = 15; // SIGTERM
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<ServiceProcess> StartAsync(
        TestDatabase database, string data, params IEnumerable<(string Name, string Value)> settings)
    {
        // The configuration this test was built with is the one the service was built with.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(Repository.Root, "src/Ledger.Api/bin", output.Parent!.Name, output.Name, "Ledger.Api.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, "--port", "0", "--data", data]) { RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__Ledger"] = database.ConnectionString(ClusterRoles.App);
        start.Environment["ConnectionStrings__LedgerOwner"] = database.ConnectionString(ClusterRoles.Owner);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var process = Process.Start(start)!;
        try
        {
            return new(process, await AddressAsync(process));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>As a power cut does it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As a service manager does it; returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Assert.Equal(0, SendSignal(_process.Id, Terminate));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.Contains(" listens on ", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop the service
            return new(line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)));
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the service ended with {process.ExitCode}"));
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
