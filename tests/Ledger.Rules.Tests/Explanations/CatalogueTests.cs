using System.Reflection;
using System.Text.RegularExpressions;
using Ledger.Rules.Explanations;
using Ledger.Rules.Findings;
using Ledger.Testing;

namespace Ledger.Rules.Tests.Explanations;

/// <summary>The catalogue has all that rules say, in both languages, and nothing else.</summary>
public sealed partial class CatalogueTests
{
    // Words the two languages share.
    private static readonly HashSet<string> Shared =
    [
        "agent", "agents", "composition", "correction", "corrections", "date", "dates", "distance", "incident",
        "kg", "km", "lot", "lots", "masses", "net", "on",
        "part", "parties", "point", "position", "programme", "proportions", "second", "sigma", "site", "sites", "stock", "suspension",
    ];

    private static readonly Lazy<IReadOnlyList<(string File, string Text)>> Sources = new(() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Ledger.Rules"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Explanations/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(file)))]);

    private static IEnumerable<Words> StaticsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Where(member => member.FieldType == typeof(Words)).Select(member => (Words)member.GetValue(null)!);

    private static IEnumerable<Words> Sentences => [.. ExplanationCatalogue.All.SelectMany(text => (Words[])[text.Expected, text.Observed]),
        .. StaticsOf(typeof(Steps)), .. StaticsOf(typeof(Statistics)).Where(each => each.English.EndsWith('.')),
        .. InnocentReasons.All.Values, InnocentReasons.Unknown];

    private static IEnumerable<Words> Everything => [.. Sentences, .. ExplanationCatalogue.All.Select(text => text.Title),
        .. Statistics.Sources.Values, .. Spelling.Units.Values.SelectMany(unit => (Words[])[unit.One, unit.Many])];

    [Fact]
    public void Every_rule_has_texts_and_no_other() => Assert.Equal(
        RuleBook.Ids, ExplanationCatalogue.All.Select(text => text.Rule).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_code_that_a_rule_writes_has_words()
    {
        var known = InnocentReasons.All.Keys.Concat(Spelling.Units.Keys)
            .Concat(ExplanationCatalogue.All.Select(text => text.Kind).OfType<string>()).ToHashSet();
        foreach (var (file, text) in Sources.Value.Where(source => source.File.Contains("/Rules/Rules/", StringComparison.Ordinal)))
            Assert.All(CodesIn(text), code => Assert.True(known.Contains(code), $"{Path.GetFileName(file)}: {code}"));
    }

    [Fact]
    public void No_words_stand_here_for_what_no_rule_writes()
    {
        var written = Sources.Value.SelectMany(source => CodesIn(source.Text)).ToHashSet();
        Assert.All(InnocentReasons.All.Keys, code => Assert.Contains(code, written));
        Assert.All(Spelling.Units.Keys, code => Assert.Contains(code, written));
        Assert.All(Statistics.Sources.Keys, code => Assert.Contains(code, written));
        Assert.All(ExplanationCatalogue.All.Select(text => text.Kind).OfType<string>(), kind => Assert.Contains(kind, written));
        var steps = ExplanationCatalogue.All.SelectMany(text => text.NextSteps).ToHashSet();
        Assert.Equal(2, StaticsOf(typeof(Steps)).Count(step => !steps.Contains(step))); // those a finding itself brings
        Assert.All(ExplanationCatalogue.All, text => Assert.NotEmpty(text.NextSteps));
    }

    [Fact]
    public void Sentences_end_and_titles_do_not()
    {
        Assert.All(Sentences, each => Assert.True(each.English.EndsWith('.') && each.French.EndsWith('.'), each.English));
        Assert.All(ExplanationCatalogue.All, text => Assert.False(text.Title.English.EndsWith('.') || text.Title.French.EndsWith('.')));
    }

    [Fact]
    public void French_has_no_English_words_and_its_own_apostrophe()
    {
        var english = Everything.SelectMany(each => WordsIn(each.English)).Except(Shared).ToHashSet();
        Assert.All(Everything, each => Assert.True(!WordsIn(each.French).Any(english.Contains), each.French));
        Assert.All(Everything, each => Assert.DoesNotContain('\'', each.French));
        Assert.All(Everything.Where(each => each.French.Length > 20), each => Assert.NotEqual(each.English, each.French));
    }

    // A stretch of lower-case words with hyphens, up to a colon: how discriminators, reasons and units are written.
    private static IEnumerable<string> CodesIn(string source) => Code().Matches(source).Select(match => match.Groups["code"].Value);

    private static IEnumerable<string> WordsIn(string text) =>
        Word().Matches(Place().Replace(text, " ")).Select(match => match.Value.ToLowerInvariant());

    [GeneratedRegex("\"(?<code>[a-z]+(?:-[a-z]+)*)(?::[^\"]*)?\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
