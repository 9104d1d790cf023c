using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ledger.EndToEnd.House;

/// <summary>How the parts may lean on each other, and what the documents promise about files.</summary>
public sealed partial class StructureTests
{
    /// <summary>Every project of src, and what it references.</summary>
    private const string Graph = """
        Ledger.Api -> Ledger.Domain Ledger.EventStore Ledger.Projections Ledger.Rules Ledger.Simulation Ledger.Transparency
        Ledger.Cli -> Ledger.Rules Ledger.Simulation Ledger.Transparency
        Ledger.Domain ->
        Ledger.EventStore -> Ledger.Domain Ledger.Transparency
        Ledger.Projections -> Ledger.EventStore Ledger.Rules
        Ledger.Rules -> Ledger.Domain
        Ledger.Simulation -> Ledger.Domain
        Ledger.Transparency -> Ledger.Domain
        """;

    [Fact]
    public void The_projects_reference_each_other_as_designed() => Assert.Equal(Graph.ReplaceLineEndings("\n"), GraphOf(SourceFile.All));

    [Fact]
    public void A_reference_more_changes_the_graph()
    {
        var planted = new SourceFile("src/Ledger.Rules/Ledger.Rules.csproj",
            """<Project><ProjectReference Include="../../src/Ledger.EventStore/Ledger.EventStore.csproj" /></Project>""");

        Assert.Equal("Ledger.Rules -> Ledger.EventStore", GraphOf([planted]));
    }

    [Fact]
    public void Pure_projects_use_no_package_but_NodaTime_and_statistics_and_only_the_store_talks_to_PostgreSQL()
    {
        Assert.Equal(["NodaTime"], PackagesOf("Domain", "Transparency", "Simulation").Distinct());
        Assert.Equal(["MathNet.Numerics"], PackagesOf("Rules"));
        Assert.Equal(["Npgsql"], PackagesOf("EventStore").Distinct());
        Assert.DoesNotContain("Npgsql", PackagesOf("Api", "Cli", "Projections"));
    }

    [Fact]
    public void Every_migration_has_a_number_of_its_own()
    {
        var numbers = Numbered("src/", ".sql");
        Assert.NotEmpty(numbers);
        Assert.Empty(Repeated(numbers));
        Assert.Equal([3], Repeated([1, 3, 2, 3]));
    }

    [Fact]
    public void Decision_records_are_numbered_from_1_without_holes_and_carry_their_number()
    {
        var numbers = Numbered("docs/decisions/", ".md");
        Assert.NotEmpty(numbers);
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.Empty(
            from file in SourceFile.All
            where file.IsIn("docs/decisions") && !file.Text.StartsWith($"# {Path.GetFileName(file.Path)[..4]} ", StringComparison.Ordinal)
            select file.Path);
    }

    [Fact]
    public void Commands_the_documents_give_exist()
    {
        var documents = SourceFile.All.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));
        var known = SourceFile.All.Select(file => file.Path).ToHashSet();

        Assert.DoesNotContain(documents.SelectMany(Commands), command => !known.Contains(command));
        Assert.Equal(["run.sh", "tools/gone.sh"], Commands(new("README.md", """
            Not this: ./prose.sh
            ```sh
            ./run.sh --port 8080
            LEDGER_DATA=data ./tools/gone.sh
            ls ./folder
            ```
            ```json
            ./no-shell.sh
            ```
            """)));
    }

    private static string GraphOf(IEnumerable<SourceFile> files) => string.Join('\n',
        from file in files
        where file.IsIn("src") && file.Path.EndsWith(".csproj", StringComparison.Ordinal)
        let references = Includes(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))
        select $"{Path.GetFileNameWithoutExtension(file.Path)} -> {string.Join(' ', references.Order(StringComparer.Ordinal))}".TrimEnd());

    private static IEnumerable<string> PackagesOf(params IEnumerable<string> projects) =>
        projects.SelectMany(name => Includes(
            SourceFile.All.Single(file => file.Path == $"src/Ledger.{name}/Ledger.{name}.csproj"), "PackageReference"));

    private static IEnumerable<string> Includes(SourceFile project, string element) =>
        XDocument.Parse(project.Text).Descendants(element).Select(reference => reference.Attribute("Include")!.Value);

    private static List<int> Numbered(string folder, string extension) =>
    [
        .. from file in SourceFile.All
           where file.Path.StartsWith(folder, StringComparison.Ordinal) && file.Path.EndsWith(extension, StringComparison.Ordinal)
           let number = FourDigits().Match(Path.GetFileName(file.Path))
           where number.Success
           orderby number.Value
           select int.Parse(number.Value, provider: null),
    ];

    private static IEnumerable<int> Repeated(IEnumerable<int> numbers) =>
        numbers.CountBy(number => number).Where(count => count.Value > 1).Select(count => count.Key);

    private static IEnumerable<string> Commands(SourceFile document) =>
        from block in ShellBlock().Matches(document.Text)
        from command in Command().Matches(block.Value)
        select command.Groups["path"].Value;

    [GeneratedRegex(@"^\d{4}(?=[_-])")]
    private static partial Regex FourDigits();

    [GeneratedRegex(@"(?ms)^```(?:sh|bash|console)\s*$.*?^```")]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"(?m)^(?:\$ )?(?:\w+=\S* )*\./(?<path>[\w./-]+)")]
    private static partial Regex Command();
}
