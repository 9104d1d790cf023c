namespace Ledger.EventStore.PrivatePostgres;

/// <summary>
/// Folders with a guessable name below /tmp and /var/tmp, where anybody could have put one first to lure us into it.
/// </summary>
internal static class PrivateFolder
{
    // mkdir fails when something has the name already; then that must be a folder, no link, and the user's own.
    private const string Script = """mkdir -m "$2" "$1" 2>/dev/null; [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]""";

    private const UnixFileMode PassThrough = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The folder exists afterwards and only its user writes to it: made by and for the server.</summary>
    public static async Task EnsureForServerAsync(string path, ServerUser user, CancellationToken ct) =>
        Check(path, await user.RunAsync("/bin/sh", ["-c", Script, "sh", path, "0700"], ct));

    /// <summary>As above, made by and for the service; others may pass through but not look.</summary>
    public static async Task EnsureForServiceAsync(string path, CancellationToken ct) =>
        Check(path, await ServerUser.RunAsOurselvesAsync("/bin/sh", ["-c", Script, "sh", path, "0711"], ct)
);

    /// <summary>A folder of the operator's choice; others may pass through, whatever our umask says.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path)) return;

        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, PassThrough);
    }

    private static void Check(string path, ProgramAnswer answer)
    {
        if (answer.ExitCode != 0)
            throw new PrivateClusterException(
                $"{path} belongs to another user or is no folder; remove it. {answer.AllText}");
    }
}
