namespace Ledger.EndToEnd.House;

/// <summary>Each rule of style, first over the whole repository, then over a planted offence and its innocent neighbour.</summary>
public sealed class StyleTests
{
    private const string Domain = "src/Ledger.Domain/Planted.cs";
    private const string Api = "src/Ledger.Api/Planted.cs";

    /// <summary>Rule; path; an offence; something like it that is none.</summary>
    private static readonly (Func<SourceFile, IEnumerable<string>> Rule, string Path, string Offence, string Innocent)[] Planted =
    [
        (StyleRules.LongFiles, Api, Times(401, ";\n"), Times(400, ";\n")),
        (StyleRules.LongMethods, Api, Method(71, "{", "}"), Method(70, "{", "}")),
        (StyleRules.LongMethods, Api, Method(71, "=> x switch {", "};"), Method(70, "=> x switch {", "};")),
        (StyleRules.LongMethods, Api, Method(71, "{ var text = $\"{{}} {Call(\"}\")}\";", "}"),
            "sealed record Words { string[] All = [" + Times(99, "\n1,") + "\n]; }"),
        (StyleRules.LongLines, Api, Times(141, "x"), Times(140, "x")),
        (StyleRules.EmptyNames, Api, "static class DateUtils;", "static class UtilityBill;"),
        (StyleRules.EmptyNames, Api, "record LotAggregateRoot(int A);", "record AggregateRow(int A);"),
        (StyleRules.EmptyNames, Api, "interface ILotRepository;", "class Repository;"),
        (StyleRules.RegionsAndBlockNamespaces, Api, "#region Reading", "// #region"),
        (StyleRules.RegionsAndBlockNamespaces, Api, "namespace Ledger.Api\n{", "namespace Ledger.Api;"),
        (StyleRules.BinaryFractions, Domain, "public double NetKg;", "// no double here"),
        (StyleRules.BinaryFractions, Domain, "float price = 1;", "Float(price);"),
        (StyleRules.Impurities, Domain, "var now = DateTime.UtcNow;", "var now = clock.GetCurrentInstant(); // not DateTime.UtcNow"),
        (StyleRules.Impurities, "src/Ledger.Rules/A.cs", "var now = DateTimeOffset.UtcNow;", "var day = asOf;"),
        (StyleRules.Impurities, "src/Ledger.Transparency/A.cs", "Guid.NewGuid()", "Guid.Empty"),
        (StyleRules.Impurities, "src/Ledger.Simulation/A.cs", "var chance = new Random(1);", "var chance = new SeededRandom(1);"),
        (StyleRules.Impurities, "src/Ledger.Simulation/A.cs", "Random.Shared.Next()", "random.Next()"),
        (StyleRules.Impurities, Domain, "Task.Run(() => 1)", "\"Task.Run\""),
        (StyleRules.Impurities, Domain, "SystemClock.Instance", "IClock clock"),
        (StyleRules.Impurities, Domain, "File.ReadAllText(path)", "TileFile.Name(path)"),
        (StyleRules.Impurities, Domain, "Console.WriteLine()", "\"Console.\""),
        (StyleRules.StraySql, Api, "var sql = \"SELECT seq FROM event\";", "var word = \"SELECTED\";"),
        (StyleRules.StraySql, Api, "source.CreateCommand(sql)", "NpgsqlDataSource.Create(text)"),
        (StyleRules.StrayStatusCodes, Api, "response.StatusCode = 404;", "if (response.StatusCode == expected) return;"),
        (StyleRules.StrayStatusCodes, Api, "return StatusCodes.Status409Conflict;", "return Problem.IdInUse;"),
        (StyleRules.PlacesOfOneMachine, "run.sh", "cd /home/" + "someone/ledger", "cd /var/lib/ledger"),
        (StyleRules.PlacesOfOneMachine, "Dockerfile", "RUN curl https://registry." + "npmjs.org/pg", "RUN npm ci"),
        (StyleRules.PlacesOfOneMachine, "a.config", "https://api." + "nuget.org/v3/index.json", "https://github.com/jet/equinox"),
        (StyleRules.Unfinished, "docs/store.md", "TO" + "DO: say more", "todo is not shouted"),
        (StyleRules.Unfinished, Api, "throw new NotImplemented" + "Exception();", "throw new NotSupportedException();"),
    ];

    public static TheoryData<string> Rules => [.. Planted.Select(planted => planted.Rule.Method.Name).Distinct()];

    [Theory, MemberData(nameof(Rules))]
    public void The_repository_keeps_the_rule(string rule)
    {
        var check = Planted.First(planted => planted.Rule.Method.Name == rule).Rule;

        var offences = SourceFile.All.SelectMany(check).ToList();

        Assert.True(SourceFile.CSharp.Count() > 100, "the repository's files are found");
        Assert.True(offences.Count == 0, string.Join('\n', offences));
    }

    [Fact]
    public void Every_rule_finds_what_offends_it_and_leaves_its_neighbour_alone() => Assert.All(Planted, planted =>
    {
        Assert.NotEmpty(planted.Rule(new SourceFile(planted.Path, planted.Offence)));
        Assert.Empty(planted.Rule(new SourceFile(planted.Path, planted.Innocent)));
    });

    [Fact]
    public void Rules_for_one_place_say_nothing_elsewhere()
    {
        Assert.Empty(StyleRules.StraySql(new("src/Ledger.EventStore/Reading.cs", "\"SELECT seq FROM event\"")));
        Assert.Empty(StyleRules.StrayStatusCodes(new("src/Ledger.Api/Http/Outcomes.cs", "response.StatusCode = 204;")));
        Assert.Empty(StyleRules.Impurities(new("src/Ledger.Api/Program.cs", "SystemClock.Instance")));
    }

    [Fact]
    public void Methods_are_measured_from_signature_to_end_without_their_attributes()
    {
        const string text = """
            namespace A;
            /// <summary>A { brace in a comment.</summary>
            public sealed record Pair(int A, int B)
            {
                [Obsolete("}")]
                public int Sum<T>(
                    int more) where T : class
                {
                    var words = new[] { "}", $"{more}" };
                    return more;
                }

                public Pair() : this(1, 2) { }
                public static Pair operator +(Pair a, Pair b) =>
                    new(a.A + b.A, 1);
            }
            """;

        Assert.Equal([("Sum", 6, 6), ("Pair", 13, 1), ("+", 14, 2)],
            CSharpText.Methods(text.ReplaceLineEndings("\n")).Select(method => (method.Name.Trim(), method.Line, method.Lines)));
    }

    private static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

    private static string Method(int lines, string open, string close) =>
        $"static class Planted\n{{\n    [Fact]\n    void Grow(int x) {open}\n{Times(lines - 2, "\n")}    {close}\n}}\n";
}
