using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ledger.Benchmarks;

/// <summary>A server in a process of its own, so that its CPU and memory can be told from the client's.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15; // SIGTERM
    private readonly Process _process;

    private ChildProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public double CpuSeconds => ProcessCpu.Seconds(_process.Id);

    public long PeakBytes => ProcessCpu.PeakBytes(_process.Id);

    /// <summary>Starts an assembly of this folder and waits until it says " listens on http://..:PORT".</summary>
    public static async Task<ChildProcess> StartAsync(
        string assembly, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(" listens on ", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
            var address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
            return new(process, new Uri(address).Port);
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{assembly} ended with {process.ExitCode}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited && SendSignal(_process.Id, Terminate) != 0) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
