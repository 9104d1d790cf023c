using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Ledger.Testing;

/// <summary>A disk of a few megabytes in memory, to be filled up. Only root can mount one; else the test is skipped.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const string Parent = "/tmp";
    private const string Prefix = "ledger-disk-";
    private readonly string _ballast;

    private SmallDisk(string folder) => (Folder, _ballast) = (folder, Path.Combine(folder, "ballast"));

    public string Folder { get; }

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        await SweepAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        var disk = new SmallDisk(Directory.CreateDirectory(Path.Combine(Parent, name)).FullName);
        var refusal = OperatingSystem.IsLinux()
            ? await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", disk.Folder) : "no tmpfs";
        if (refusal is null) return disk;
        Directory.Delete(disk.Folder);
        Assert.Skip($"This machine mounts no disk for a test: {refusal}");
        throw new UnreachableException();
    }

    /// <summary>Leaves room for nothing.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in (int[])[1 << 20, 1 << 12])
            try
            {
                while (true) ballast.Write(new byte[piece]);
            }
            catch (IOException)
            {
                // full, but for less than that
            }
    }

    /// <summary>Makes room again.</summary>
    public void Free() => File.Delete(_ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Folder);
        Directory.Delete(Folder);
    }

    // What a killed run left. A server that still runs on one keeps it, until it is stopped.
    private static async Task SweepAsync()
    {
        foreach (var folder in Directory.GetDirectories(Parent, Prefix + "*"))
        {
            var process = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (Directory.Exists($"/proc/{process}")) continue;
            await RunAsync("umount", folder);
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }

    /// <summary>Null where it was done; else what it said.</summary>
    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
