using System.Security.Cryptography;
using System.Text;

namespace Ledger.EventStore.PrivatePostgres;

/// <summary>
/// The files of one cluster. Ours: locks and the marker, in <see cref="Home"/>. The server's own: everything below
/// <see cref="Server"/>, and the socket's folder, which stands in /tmp because a socket's path may have 107 bytes only.
/// </summary>
internal sealed class ClusterFolders
{
    public ClusterFolders(string dataDirectory, bool asRoot)
    {
        var asked = Path.GetFullPath(dataDirectory);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))[..16];
        IsMoved = asRoot && !IsOpenToAll(asked);
        Home = IsMoved ? $"/var/tmp/ledger-{hash}" : asked;
        Socket = $"/tmp/ledger-{hash}";
    }

    /// <summary>True when the folder asked for cannot be reached by the server's user.</summary>
    public bool IsMoved { get; }
    public string Home { get; }
    public string Socket { get; }
    public string Server => Path.Combine(Home, "postgres");
    public string Data => Path.Combine(Server, "data");
    public string Log => Path.Combine(Server, "server.log");

    /// <summary>Held alone while the server is made, started or stopped.</summary>
    public string StartLock => Path.Combine(Home, "start.lock");

    /// <summary>Held shared by every user of the running server; whoever can have it alone is the last.</summary>
    public string UsersLock => Path.Combine(Home, "users.lock");

    /// <summary>Exists from before initdb until the cluster is complete.</summary>
    public string HalfMadeMarker => Path.Combine(Home, "half-made");

    /// <summary>The major version of PostgreSQL that made the data, or null when there is none.</summary>
    public int? MajorVersion() =>
        File.Exists(VersionFile) ? int.Parse(File.ReadAllText(VersionFile), provider: null) : null;

    /// <summary>The postmaster, or null when none runs. Source: postmaster.pid, line 1.</summary>
    public int? ServerProcessId()
    {
        var file = Path.Combine(Data, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var id) ? id : null;
    }

    /// <summary>May every user enter this folder and all above it, as far as they exist?</summary>
    public static bool IsOpenToAll(string folder)
    {
        if (OperatingSystem.IsWindows()) return false;

        for (var each = new DirectoryInfo(folder); each is not null; each = each.Parent)
        {
            if (each.Exists && !each.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        }

        return true;
    }

    private string VersionFile => Path.Combine(Data, "PG_VERSION");
}
