using System.Text.RegularExpressions;
using Ledger.Testing;

namespace Ledger.EndToEnd.House;

/// <summary>One file of the repository: its path from the root with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] NotOurs =
        ["bin", "obj", ".git", ".ledger", "node_modules", "TestResults", "artifacts", ".vs", ".idea", ".vscode"];

    public static IReadOnlyList<SourceFile> All { get; } =
        [.. Walk(new DirectoryInfo(Repository.Root)).OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static IEnumerable<SourceFile> CSharp => All.Where(file => file.IsCSharp);

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public string[] Lines => Text.Split('\n');

    /// <summary>The text without comments and literals, line for line where it was.</summary>
    public string Code => CSharpText.WithoutLiterals(Text);

    public bool IsIn(params IEnumerable<string> folders) => folders.Any(folder => Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>`path:line: what stands there` for each match.</summary>
    public IEnumerable<string> Matches(Regex pattern, bool codeOnly = false) =>
        from line in (codeOnly ? Code : Text).Split('\n').Index()
        from match in pattern.Matches(line.Item)
        select $"{Path}:{line.Index + 1}: {match.Value}";

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder) =>
        from item in folder.EnumerateFileSystemInfos()
        where !NotOurs.Contains(item.Name) && item.LinkTarget is null
        from file in item is DirectoryInfo below ? Walk(below) : [Read((FileInfo)item)]
        select file;

    private static SourceFile Read(FileInfo file) =>
        new(System.IO.Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName));
}
