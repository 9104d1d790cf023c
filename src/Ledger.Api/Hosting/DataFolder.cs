using System.Security.Cryptography;

namespace Ledger.Api.Hosting;

/// <summary>
/// The node's folder for what must not be in the database. Files in it are readable by the service's user only. Lose
/// <c>keys/content-mac</c> and retries of what was posted before are taken for other content; <c>keys/pseudonyms</c>, and participants
/// see others under new names.
/// </summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerEnters = OwnerOnly | UnixFileMode.UserExecute;

    // A private cluster's server is another user's, who must pass through.
    private const UnixFileMode OthersPassThrough = OwnerEnters | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private readonly string _root;

    public DataFolder(LedgerOptions options)
    {
        _root = Path.GetFullPath(options.Data);
        if (!Directory.Exists(_root)) CreateFolder(_root, OthersPassThrough);
    }

    /// <summary>A folder below that only we may enter.</summary>
    public string PrivateFolder(string name)
    {
        var path = Path.Combine(_root, name);
        CreateFolder(path, OwnerEnters);
        return path;
    }

    /// <summary>Where the keys of the log of that name are; a log of another name has others.</summary>
    public string LogFolder(string origin)
    {
        PrivateFolder("keys");
        PrivateFolder("keys/log");
        return PrivateFolder(Path.Combine("keys", "log", Uri.EscapeDataString(origin)));
    }

    /// <summary>The bytes of a secret file; made of random ones when it is not there.</summary>
    public byte[] Secret(string name, int length)
    {
        var path = Path.Combine(PrivateFolder("keys"), name);
        if (!File.Exists(path)) WriteSecret(path, RandomNumberGenerator.GetBytes(length));
        var secret = File.ReadAllBytes(path);
        return secret.Length == length ? secret : throw new StartException($"{path} must have {length} bytes.");
    }

    public string? ReadText(string name)
    {
        var path = Path.Combine(PrivateFolder("keys"), name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>Writes a text only we may read, and returns its path.</summary>
    public string WriteText(string name, string text)
    {
        var path = Path.Combine(PrivateFolder("keys"), name);
        WriteSecret(path, System.Text.Encoding.UTF8.GetBytes(text));
        return path;
    }

    // Under another name first: a crash must not leave half a secret behind.
    private static void WriteSecret(string path, byte[] secret)
    {
        var next = path + ".next";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(next, options))
        {
            file.Write(secret);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static void CreateFolder(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}

/// <summary>The service cannot start like this; the message says what to do.</summary>
public sealed class StartException(string message) : Exception(message);
