using Xunit;

namespace Ledger.Testing;

/// <summary>Published test vectors, kept in <c>../shared/data</c> beside the repository.</summary>
public static class SharedData
{
    /// <summary>The path of one folder of vectors. Where it is absent the test is skipped; on CI it fails.</summary>
    public static string Folder(string name)
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", name));
        if (!Directory.Exists(folder))
        {
            var message = $"The vectors '{name}' are not beside the repository, in ../shared/data.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(message);
            Assert.Skip(message);
        }
        return folder;
    }
}
