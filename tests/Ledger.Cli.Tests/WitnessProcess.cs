using System.Diagnostics;
using System.Net;
using System.Text;
using Ledger.Transparency.Notes;
using Ledger.Transparency.Witnessing;

namespace Ledger.Cli.Tests;

/// <summary>A witness as a process of its own, spoken to over HTTP.</summary>
internal sealed class WitnessProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly HttpClient _http;

    private WitnessProcess(Process process, CosignatureVerifier key, Uri address) =>
        (_process, Key, _http) = (process, key, new() { BaseAddress = address, Timeout = Patience });

    public CosignatureVerifier Key { get; }

    public static async Task<WitnessProcess> StartAsync(string data, string name, params IEnumerable<NoteVerifier> logs)
    {
        string[] arguments = ["exec", Path.Combine(AppContext.BaseDirectory, "ledger.dll"), .. Arguments(data, name, logs)];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(Patience);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("it ended");
        var words = line.Split(' ');
        var key = NoteVerifier.TryParse(words[0], out var known) ? (CosignatureVerifier)known : throw new FormatException(line);
        return new(process, key, new(words[^1]));
    }

    public static string[] Arguments(string data, string name, IEnumerable<NoteVerifier> logs) =>
        ["witness", "--data", data, "--name", name, "--listen", "127.0.0.1:0",
            .. logs.SelectMany(log => (string[])["--log", log.ToString()])];

    public async Task<(HttpStatusCode Status, string? Type, string Text)> AddAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var response = await _http.PostAsync(
            new Uri("/add-checkpoint", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<HttpStatusCode> AddAsync(AddCheckpointRequest request) => (await AddAsync(request.ToString())).Status;

    /// <summary>The size of the tree it cosigned last, as it says itself.</summary>
    public async Task<long> SizeAsync(ForkedLog log)
    {
        // no log has a tree of that size, so the answer is always a conflict
        var (status, _, text) = await AddAsync(
            (log.Request(0, 1) with { OldSize = long.MaxValue, Checkpoint = log.Head(long.MaxValue) }).ToString());
        Assert.Equal(HttpStatusCode.Conflict, status);
        return long.Parse(text.TrimEnd('\n'), provider: null);
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }
}
