using System.Text.RegularExpressions;

namespace Ledger.EndToEnd.House;

/// <summary>What the text of one file may not do. Each answers with the offences of that file, as `path:line: what`.</summary>
internal static partial class StyleRules
{
    public const int FileLines = 400;
    public const int MethodLines = 70;
    public const int LineLength = 140;

    private static readonly string[] Pure =
        ["src/Ledger.Domain", "src/Ledger.Rules", "src/Ledger.Transparency", "src/Ledger.Simulation"];

    public static IEnumerable<string> LongFiles(SourceFile file)
    {
        var lines = file.Text.TrimEnd('\n').Split('\n').Length;
        if (file.IsCSharp && lines > FileLines) yield return $"{file.Path}: {lines} lines";
    }

    public static IEnumerable<string> LongMethods(SourceFile file) =>
        from method in file.IsCSharp ? CSharpText.Methods(file.Text) : []
        where method.Lines > MethodLines
        select $"{file.Path}:{method.Line}: {method.Name} has {method.Lines} lines";

    public static IEnumerable<string> LongLines(SourceFile file) =>
        from line in file.IsCSharp ? file.Lines.Index() : []
        where line.Item.TrimEnd('\r').Length > LineLength
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} characters";

    /// <summary>Names that say nothing about the field.</summary>
    public static IEnumerable<string> EmptyNames(SourceFile file) =>
        from name in file.Path.Split('/', '.').Concat(file.IsCSharp ? CSharpText.Types(file.Text) : [])
        where EmptyName().IsMatch(name)
        select $"{file.Path}: {name}";

    public static IEnumerable<string> RegionsAndBlockNamespaces(SourceFile file) =>
        file.IsCSharp ? file.Matches(RegionOrBlockNamespace(), codeOnly: true) : [];

    /// <summary>Mass and money are whole grams and decimal: binary fractions have no place in the domain at all.</summary>
    public static IEnumerable<string> BinaryFractions(SourceFile file) =>
        file.IsCSharp && file.IsIn("src/Ledger.Domain") ? file.Matches(BinaryFraction(), codeOnly: true) : [];

    /// <summary>Time, chance, threads, files and the console belong to the edge.</summary>
    public static IEnumerable<string> Impurities(SourceFile file) =>
        file.IsCSharp && file.IsIn(Pure) ? file.Matches(Impurity(), codeOnly: true) : [];

    /// <summary>Literals count here: SQL is text. The composition root may open a data source, not ask it anything.</summary>
    public static IEnumerable<string> StraySql(SourceFile file) =>
        file.IsIn("src") && file.IsCSharp && !file.IsIn("src/Ledger.EventStore", "src/Ledger.Projections") ? file.Matches(Sql()) : [];

    public static IEnumerable<string> StrayStatusCodes(SourceFile file) =>
        file.IsIn("src/Ledger.Api") && file.IsCSharp && file.Path != "src/Ledger.Api/Http/Outcomes.cs"
            ? file.Matches(StatusCode(), codeOnly: true) : [];

    /// <summary>Where one machine keeps its files, and where packages come from, is no business of a repository.</summary>
    public static IEnumerable<string> PlacesOfOneMachine(SourceFile file) => file.Matches(PlaceOfOneMachine());

    public static IEnumerable<string> Unfinished(SourceFile file) => file.Matches(UnfinishedWork());

    [GeneratedRegex("(?:Common|Utils?|Utilities|Helpers?|Misc|AggregateRoot|Mediator|CommandBus|UnitOfWork|Mapper)(?![a-z])|.Repository$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"^\s*#region\b|^\s*namespace [\w.]+\s*(?:\{|$)")]
    private static partial Regex RegionOrBlockNamespace();

    [GeneratedRegex(@"\b(?:double|float|Double|Single|Half)\b(?!\()")]
    private static partial Regex BinaryFraction();

    [GeneratedRegex(@"\b(?:DateTime(?:Offset)?\.(?:Utc)?Now|DateTime\.Today|Guid\.(?:NewGuid|CreateVersion7)|new Random\(|Random\.Shared|"
        + @"Task\.Run|SystemClock|Stopwatch|File\.|Directory\.|Console\.|Environment\.GetEnvironmentVariable|HttpClient)")]
    private static partial Regex Impurity();

    [GeneratedRegex(@"\b(?:SELECT [\w*(]|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (?:TABLE|SCHEMA|ROLE)|"
        + @"NpgsqlCommand|NpgsqlBatch|NpgsqlDataReader|CreateCommand\(|CreateBatch\()")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\bStatusCodes\.|\bHttpStatusCode\.|\bStatusCode\s*=\s*\d|\bstatusCode:\s*\d|\b(?:Typed)?Results\.[A-Z]\w+\(")]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"(?<![\w./])/(?:work|home|root|Users|mnt)/\w+|https?:" + @"//[\w.-]*(?:nuget|npmjs|debian|ubuntu|pypi)\.[\w./-]*")]
    private static partial Regex PlaceOfOneMachine();

    [GeneratedRegex(@"\b(?:[T]ODO|[F]IXME|[H]ACK|[X]XX|NotImplemented[E]xception)\b")]
    private static partial Regex UnfinishedWork();
}
