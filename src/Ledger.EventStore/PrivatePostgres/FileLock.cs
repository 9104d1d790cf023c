namespace Ledger.EventStore.PrivatePostgres;

/// <summary>
/// A lock between processes. .NET takes flock(2) for these share modes; the kernel lets go when the holder dies.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static FileLock? TryTakeAlone(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    public static Task<FileLock> TakeAloneAsync(string path, TimeSpan patience, CancellationToken ct) =>
        RetryAsync(() => TryTakeAlone(path), path, patience, ct);

    public static Task<FileLock> TakeSharedAsync(string path, TimeSpan patience, CancellationToken ct) =>
        RetryAsync(() => TryOpen(path, FileAccess.Read, FileShare.Read), path, patience, ct);

    public void Dispose() => _file.Dispose();

    private static async Task<FileLock> RetryAsync(
        Func<FileLock?> tryTake, string path, TimeSpan patience, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; waited < patience; waited += Pause)
        {
            if (tryTake() is { } taken) return taken;
            await Task.Delay(Pause, ct);
        }

        throw new PrivateClusterException(
            $"Another process has held {path} for {patience.TotalSeconds:0} s; is it stuck?");
    }

    private static FileLock? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException refused) when (refused.GetType() == typeof(IOException) && File.Exists(path))
        {
            return null;
        }
    }
}
