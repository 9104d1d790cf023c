namespace Ledger.Testing;

/// <summary>Real-world data sets, too large for the repository, in ../shared/data beside it.</summary>
public static class SharedData
{
    /// <summary>The full path of a file there; without it the test is skipped, or fails with CI=true.</summary>
    public static string PathOf(string relativePath)
    {
        var path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", relativePath));
        if (!File.Exists(path)) Requirement.Missing($"the shared data file {relativePath}");
        return path;
    }
}
