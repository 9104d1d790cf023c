using System.Diagnostics;
using Npgsql;

namespace Ledger.EventStore.PrivatePostgres;

/// <summary>
/// Makes, starts and stops the server of one cluster. Callers hold <see cref="ClusterFolders.StartLock"/>.
/// </summary>
internal sealed class PostgresServer(
    PostgresBinaries binaries, ClusterFolders folders, ServerUser user, PrivateClusterOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>After this call a complete cluster runs with the settings asked for.</summary>
    /// <param name="hasOtherUsers">Somebody else uses the server, so it must not be stopped for our settings.</param>
    public async Task EnsureRunningAsync(bool hasOtherUsers, CancellationToken ct)
    {
        if (File.Exists(folders.HalfMadeMarker)) await RemoveHalfMadeAsync(ct);
        if (folders.MajorVersion() is not { } madeBy)
        {
            await MakeAsync(ct);
            return;
        }

        if (madeBy != binaries.MajorVersion) throw OtherMajorVersion(madeBy);
        if (!IsConfigured() && await IsRunningAsync(ct))
        {
            if (hasOtherUsers) throw new PrivateClusterException($"{folders.Home} is in use with other settings.");
            await StopAsync("fast", ct);
        }

        await AdoptOrStartAsync(ct);
    }

    public async Task<bool> IsRunningAsync(CancellationToken ct) =>
        (await ControlAsync(["status"], ct)).ExitCode == 0;

    /// <param name="mode">fast: roll back and write a checkpoint; immediate: like a crash.</param>
    /// <param name="ct">Gives up waiting; the server stops all the same.</param>
    public async Task StopAsync(string mode, CancellationToken ct)
    {
        var answer = await ControlAsync(["stop", "-m", mode, "-w", "-t", WaitSeconds], ct);
        if (answer.ExitCode != 0 && await IsRunningAsync(ct)) throw Failed("stop", answer);
    }

    private async Task MakeAsync(CancellationToken ct)
    {
        if (Directory.Exists(folders.Data) && Directory.EnumerateFileSystemEntries(folders.Data).Any())
            throw new PrivateClusterException($"{folders.Data} is neither empty nor a cluster; move it away.");

        await File.WriteAllTextAsync(folders.HalfMadeMarker, "", ct);
        await MakeServerFolderAsync(ct);
        string[] arguments =
        [
            "-D", folders.Data, "-U", ClusterRoles.Superuser, "--encoding=UTF8", "--locale=C", "--data-checksums",
            "--auth-local=peer", "--auth-host=reject", .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        var answer = await user.RunAsync(binaries.PathOf("initdb"), arguments, ct);
        if (answer.ExitCode != 0) throw Failed("initdb", answer);

        await StartAsync(ct);
        await MakeRolesAsync(ct);
        File.Delete(folders.HalfMadeMarker);
    }

    private async Task RemoveHalfMadeAsync(CancellationToken ct)
    {
        if (await IsRunningAsync(ct)) await StopAsync("immediate", ct);
        if (Directory.Exists(folders.Data)) Directory.Delete(folders.Data, recursive: true);
    }

    private async Task MakeServerFolderAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(folders.Server);
        if (!user.IsOther) return;

        var answer = await ServerUser.RunAsOurselvesAsync("chown", [user.Name, folders.Server], ct);
        if (answer.ExitCode != 0) throw Failed("chown", answer);
    }

    private async Task MakeRolesAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionStrings.ForUpkeep(folders.Socket));
        await connection.OpenAsync(ct);
        var sql = string.Concat(ClusterRoles.Plain.Select(role => $"CREATE ROLE {role} LOGIN;"));
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task AdoptOrStartAsync(CancellationToken ct)
    {
        // A server may be starting, recovering, or just killed: until its parent has noticed, it counts as running.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < options.Patience; await Task.Delay(Pause, ct))
        {
            if (!await IsRunningAsync(ct))
            {
                await StartAsync(ct);
                return;
            }

            if (await AnswersAsync(ct)) return;
        }

        throw new PrivateClusterException(
            $"Process {folders.ServerProcessId()} seems to run in {folders.Data} but does not answer: {folders.Log}");
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionStrings.ForUpkeep(folders.Socket));
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException refused) when (refused.IsTransient)
        {
            return false;
        }
    }

    private async Task StartAsync(CancellationToken ct)
    {
        foreach (var (path, text) in Configuration()) await File.WriteAllTextAsync(path, text, ct);
        await PrivateFolder.EnsureForServerAsync(folders.Socket, user, ct);

        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(Pause, ct))
        {
            var logged = File.Exists(folders.Log) ? new FileInfo(folders.Log).Length : 0;

            // Without -l the server inherits pg_ctl's pipe, and whoever reads that waits for ever.
            var answer = await ControlAsync(["start", "-w", "-t", WaitSeconds, "-l", folders.Log], ct);
            if (answer.ExitCode == 0) return;

            // After kill -9 the backends need a moment to notice, and keep the shared memory until then.
            var log = Logged(since: logged);
            if (clock.Elapsed > options.Patience || !log.Contains("still in use", StringComparison.Ordinal))
                throw Failed("start", answer, log);
        }
    }

    private Task<ProgramAnswer> ControlAsync(string[] arguments, CancellationToken ct) =>
        user.RunAsync(binaries.PathOf("pg_ctl"), [.. arguments, "-D", folders.Data], ct);

    private bool IsConfigured() =>
        Configuration().All(file => File.Exists(file.Key) && File.ReadAllText(file.Key) == file.Value);

    private IReadOnlyDictionary<string, string> Configuration() =>
        ClusterConfiguration.Files(folders, options, Environment.UserName);

    private string WaitSeconds => $"{options.Patience.TotalSeconds:0}";

    private string Logged(long since)
    {
        if (!File.Exists(folders.Log)) return "";

        using var log = new StreamReader(folders.Log, new FileStreamOptions { Share = FileShare.ReadWrite });
        log.BaseStream.Seek(since, SeekOrigin.Begin);
        return log.ReadToEnd();
    }

    private PrivateClusterException Failed(string step, ProgramAnswer answer, string log = "") => new(
        $"PostgreSQL ({binaries.Directory}, as user {user.Name}, in {folders.Home}): {step} failed: " +
        $"{answer.AllText}\n{log}");

    private PrivateClusterException OtherMajorVersion(int madeBy) => new(
        $"{folders.Home} was made by PostgreSQL {madeBy}, but {binaries.Directory} is {binaries.MajorVersion}. " +
        $"Install PostgreSQL {madeBy} or set LEDGER_PG_BIN to it; to change over, use pg_upgrade, or " +
        "export the ledger, choose a new data folder and import.");
}
