using System.Diagnostics;

namespace Ledger.Testing.Browser;

/// <summary>
/// A real Chromium without a window, driven through its own DevTools protocol. Each page has a context of its own: cookies of one
/// test are not another's.
/// </summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    // Its children write to its folder for a moment after it has ended.
    private static readonly TimeSpan BetweenDeletions = TimeSpan.FromMilliseconds(100);
    private const int MostDeletions = 20;

    private readonly Process _process;
    private readonly string _profile;
    private readonly DevTools _tools;

    private ChromiumBrowser(Process process, string profile, DevTools tools) =>
        (_process, _profile, _tools) = (process, profile, tools);

    /// <summary>Starts one; skips the test where the machine has none, and fails it with CI=true.</summary>
    public static async Task<ChromiumBrowser> StartAsync()
    {
        if (FindProgram() is not { } program)
        {
            Requirement.Missing("Chromium: tools/browser/fetch.sh installs it.");
            throw new UnreachableException();
        }

        var profile = Directory.CreateTempSubdirectory("ledger-browser-").FullName;
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
            "--force-color-profile=srgb", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--remote-debugging-port=0",
            $"--user-data-dir={profile}", "about:blank",
        ];
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
            Environment = { ["TMPDIR"] = profile }, // it leaves a socket's folder behind when it is ended
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new(process, profile, await DevTools.ConnectAsync(await AddressAsync(process, profile)));
    }

    /// <summary>An empty page in a context of its own.</summary>
    public async Task<BrowserPage> OpenAsync()
    {
        var browserContextId = await AskAsync("Target.createBrowserContext", new { disposeOnDetach = true }, "browserContextId");
        var targetId = await AskAsync("Target.createTarget", new { url = "about:blank", browserContextId }, "targetId");
        var session = await AskAsync("Target.attachToTarget", new { targetId, flatten = true }, "sessionId");
        return await BrowserPage.AttachAsync(_tools, session, browserContextId);
    }

    public async ValueTask DisposeAsync()
    {
        await _tools.DisposeAsync();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (var attempt = 0; Directory.Exists(_profile); attempt++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException) when (attempt < MostDeletions)
            {
                await Task.Delay(BetweenDeletions);
            }
        }
    }

    private async Task<string> AskAsync(string method, object parameters, string member) =>
        (await _tools.SendAsync(method, parameters)).GetProperty(member).GetString()!;

    private static string? FindProgram() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         let path = Path.Combine(folder, name)
         where folder.Length > 0 && File.Exists(path)
         select path).FirstOrDefault();

    // It writes port and path to a file once it listens.
    private static async Task<Uri> AddressAsync(Process process, string profile)
    {
        var file = Path.Combine(profile, "DevToolsActivePort");
        for (var since = Stopwatch.StartNew(); since.Elapsed < StartWithin; await Task.Delay(BetweenLooks))
        {
            if (process.HasExited) throw new InvalidOperationException($"Chromium ended with {process.ExitCode}.");
            if (File.Exists(file) && await File.ReadAllLinesAsync(file) is [var port, var path, ..])
                return new($"ws://127.0.0.1:{port}{path}");
        }

        throw new TimeoutException("Chromium did not start within a minute.");
    }
}
