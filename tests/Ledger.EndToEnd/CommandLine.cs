using System.Diagnostics;
using Ledger.Testing;

namespace Ledger.EndToEnd;

/// <summary>How a command ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>The command line as its users have it: a process from its own build.</summary>
internal sealed class CommandLine : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private CommandLine(Process process) =>
        (_process, _output, _error) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public static CommandLine Start(string? key, params string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(Repository.Root, "src/Ledger.Cli/bin", output.Parent!.Name, output.Name, "ledger.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["LEDGER_KEY"] = key;
        return new(Process.Start(start)!);
    }

    public static async Task<Ended> RunAsync(string? key, params string[] arguments)
    {
        using var running = Start(key, arguments);
        return await running.EndAsync();
    }

    public async Task<Ended> EndAsync()
    {
        using var patience = new CancellationTokenSource(Longest);
        await _process.WaitForExitAsync(patience.Token);
        return new(_process.ExitCode, await _output, await _error);
    }

    /// <summary>As a power cut does it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
