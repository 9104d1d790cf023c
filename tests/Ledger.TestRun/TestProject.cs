using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Ledger.TestRun;

/// <summary>What became of tests. A project that dies, or a fixture that fails to clean up, is a failure too.</summary>
/// <param name="Failures">A line for each failure: at the end of a long output nobody has to search for them.</param>
internal sealed record TestOutcome(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures)
{
    public static TestOutcome None { get; } = new(0, 0, 0, []);

    public int Executed => Passed + Failed;

    public static TestOutcome Crashed(string why) => new(0, 1, 0, [why]);

    public static TestOutcome operator +(TestOutcome one, TestOutcome other) => new(
        one.Passed + other.Passed, one.Failed + other.Failed, one.Skipped + other.Skipped, [.. one.Failures, .. other.Failures]);

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
    public async Task<TestOutcome> RunAsync(string? testDatabase, CancellationToken ct)
    {
        if (!File.Exists(Assembly)) return TestOutcome.Crashed($"{Assembly} was not built.");

        var report = Path.Combine(Path.GetDirectoryName(Assembly)!, "results.xml");
        File.Delete(report);
        string[] arguments = ["exec", Assembly, "-noLogo", "-noColor", "-quiet", "-xml", report];
        var exitCode = await ExecuteAsync(arguments, testDatabase, ct);
        if (!File.Exists(report)) return TestOutcome.Crashed($"{Name} died with {exitCode}.");

        var outcome = Read(report);
        return exitCode != 0 && outcome is { Executed: > 0, Failed: 0 }
            ? outcome + TestOutcome.Crashed($"{Name} ended with {exitCode}.") : outcome;
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

    private static TestOutcome Read(string report)
    {
        var total = TestOutcome.None;
        foreach (var assembly in XDocument.Load(report).Descendants("assembly"))
        {
            total += new TestOutcome(
                Count(assembly, "passed"),
                Count(assembly, "failed") + Count(assembly, "errors"),
                Count(assembly, "skipped"),
                [.. assembly.Descendants("failure").Select(Line)]);
        }

        return total;
    }

    // The test, or the fixture, and the first line of what was wrong.
    private static string Line(XElement failure)
    {
        var message = (failure.Element("message")?.Value ?? "").AsSpan().Trim();
        var end = message.IndexOfAny('\r', '\n');
        return $"{failure.Parent?.Attribute("name")?.Value}: {(end < 0 ? message : message[..end])}";
    }

    private static bool Contains(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static int Count(XElement assembly, string attribute) =>
        int.Parse(assembly.Attribute(attribute)?.Value ?? "0", CultureInfo.InvariantCulture);
}
