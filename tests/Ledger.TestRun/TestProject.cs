using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Ledger.TestRun;

/// <summary>What became of tests. A project that dies, or a fixture that fails to clean up, is a failure too.</summary>
internal sealed record TestCounts(int Passed = 0, int Failed = 0, int Skipped = 0)
{
    public static TestCounts Crashed { get; } = new(Failed: 1);

    public int Executed => Passed + Failed;

    public static TestCounts operator +(TestCounts one, TestCounts other) =>
        new(one.Passed + other.Passed, one.Failed + other.Failed, one.Skipped + other.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}

/// <summary>A built test project; its assembly is a program that runs its own tests.</summary>
internal sealed record TestProject(string Name, string Assembly)
{
    private static readonly string Output = Path.Combine("bin", "Release", "net10.0");

    /// <summary>tests/*.Tests, then tests/Ledger.EndToEnd; all, or those whose name contains a word.</summary>
    public static IReadOnlyList<TestProject> Find(string root, string[] words) =>
        [.. Directory.GetDirectories(Path.Combine(root, "tests"))
            .Select(folder => (Folder: folder, Name: Path.GetFileName(folder)))
            .Where(one => one.Name.EndsWith(".Tests", StringComparison.Ordinal) || one.Name == "Ledger.EndToEnd")
            .Where(one => words.Length == 0 || words.Any(word => Contains(one.Name, word)))
            .OrderBy(one => one.Name == "Ledger.EndToEnd").ThenBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => new TestProject(one.Name, Path.Combine(one.Folder, Output, one.Name + ".dll")))];

    /// <summary>Runs all tests of the project; details of failures go to the console.</summary>
    public async Task<TestCounts> RunAsync(string? testDatabase, CancellationToken ct)
    {
        if (!File.Exists(Assembly))
        {
            Console.WriteLine($"{Assembly} was not built.");
            return TestCounts.Crashed;
        }

        var report = Path.Combine(Path.GetDirectoryName(Assembly)!, "results.xml");
        File.Delete(report);
        string[] arguments = ["exec", Assembly, "-noLogo", "-noColor", "-quiet", "-xml", report];
        var exitCode = await ExecuteAsync(arguments, testDatabase, ct);
        if (!File.Exists(report)) return TestCounts.Crashed;

        var counts = Read(report);
        return exitCode != 0 && counts is { Executed: > 0, Failed: 0 } ? counts + TestCounts.Crashed : counts;
    }

    private static async Task<int> ExecuteAsync(string[] arguments, string? testDatabase, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", arguments);
        if (testDatabase is not null) start.Environment["LEDGER_TEST_DB"] = testDatabase;

        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(ct);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static TestCounts Read(string report)
    {
        var total = new TestCounts();
        foreach (var assembly in XDocument.Load(report).Descendants("assembly"))
        {
            total += new TestCounts(
                Count(assembly, "passed"),
                Count(assembly, "failed") + Count(assembly, "errors"),
                Count(assembly, "skipped"));
        }

        return total;
    }

    private static bool Contains(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static int Count(XElement assembly, string attribute) =>
        int.Parse(assembly.Attribute(attribute)?.Value ?? "0", CultureInfo.InvariantCulture);
}
