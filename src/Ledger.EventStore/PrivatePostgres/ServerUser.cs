using System.Diagnostics;

namespace Ledger.EventStore.PrivatePostgres;

/// <summary>
/// The operating system user the server runs as: ours, or, since PostgreSQL refuses root, "postgres" or "nobody".
/// </summary>
internal sealed record ServerUser(string Name, bool IsOther)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    public static ServerUser Current()
    {
        if (!Environment.IsPrivilegedProcess) return new(Environment.UserName, IsOther: false);

        var known = File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd") : [];
        var hasPostgres = known.Any(line => line.StartsWith("postgres:", StringComparison.Ordinal));
        return new(hasPostgres ? "postgres" : "nobody", IsOther: true);
    }

    /// <summary>Runs a program as this user and waits for its end. An exit code other than 0 is an answer.</summary>
    public Task<ProgramAnswer> RunAsync(string program, string[] arguments, CancellationToken ct) =>
        RunAsync(program, arguments, IsOther ? Name : null, ct);

    /// <summary>As <see cref="RunAsync(string, string[], CancellationToken)"/>, as the service's own user.</summary>
    public static Task<ProgramAnswer> RunAsOurselvesAsync(string program, string[] arguments, CancellationToken ct) =>
        RunAsync(program, arguments, userName: null, ct);

    private static async Task<ProgramAnswer> RunAsync(
        string program, string[] arguments, string? userName, CancellationToken ct)
    {
        // "/": another user may not be allowed into our working directory.
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true, UserName = userName,
        };
        foreach (var name in start.Environment.Keys.Where(IsMisleading).ToList()) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(LongestRun);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static bool IsMisleading(string variable) => variable.StartsWith("PG", StringComparison.Ordinal);
}

/// <summary>What a program said.</summary>
internal sealed record ProgramAnswer(int ExitCode, string Output, string Errors)
{
    public string AllText => (Output + Errors).Trim();
}
