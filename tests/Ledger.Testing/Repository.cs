namespace Ledger.Testing;

/// <summary>The working copy the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of Ledger.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Ledger.sln"))) return above.FullName;
        }

        throw new InvalidOperationException($"No Ledger.sln above {AppContext.BaseDirectory}.");
    }
}
