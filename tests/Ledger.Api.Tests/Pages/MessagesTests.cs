using System.Text.RegularExpressions;
using Ledger.Api.Pages.House;
using Ledger.Domain.Guarded.Settings;
using Ledger.Testing;

namespace Ledger.Api.Tests.Pages;

/// <summary>What the API says of a field, every reader can read.</summary>
public sealed partial class MessagesTests
{
    [Fact]
    public void Every_message_about_a_field_has_its_French_one()
    {
        var approved = Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "tests/Ledger.Domain.Tests/CustodyEvents"), "MalformedTests.Messages_*.approved.txt").Single();
        var messages = File.ReadLines(approved).Select(line => Message().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(messages.Count > 40, "messages are found");
        Assert.Equal("", string.Join('\n', messages.Where(message => Messages.Find(Language.French, message) is null)));
    }

    [Fact]
    public void Every_sentence_of_the_sheet_readers_has_its_French_one()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Ledger.Domain/Sheets"), "*.cs")
            .Append(Path.Combine(Repository.Root, "src/Ledger.Api/Pages/Desk/Sheets/Workbook.cs")).Select(File.ReadAllText);
        var sentences = sources.SelectMany(source => Sentence().Matches(source))
            .Select(match => Hole().Replace(match.Groups[1].Value, "7")).Where(sentence => sentence.EndsWith('.')).ToList();

        Assert.True(sentences.Count > 8, "sentences are found");
        Assert.Equal("", string.Join('\n', sentences.Where(sentence => Messages.Find(Language.French, sentence) is null)));
    }

    [Fact]
    public void Every_setting_is_described_in_French() => Assert.Equal("", string.Join('\n', SettingCatalogue.All
        .Select(setting => setting.Description).Where(description => Messages.Find(Language.French, description) is null)));

    [Theory]
    [InlineData("is required", "est obligatoire")]
    [InlineData("must be one of wet, dry", "doit être l’un de : wet, dry")]
    [InlineData("must be a number from -90 to 90 with at most 7 decimals", "doit être un nombre de -90 à 90 avec 7 décimales au plus")]
    [InlineData("No column for tag, kg; it may also be said for every row.",
        "Aucune colonne pour tag, kg ; on peut aussi le dire pour toutes les lignes.")]
    [InlineData("The column 'Bag' is not known here. Known are tag, kg.",
        "La colonne « Bag » n’est pas connue ici. Sont connues : tag, kg.")]
    [InlineData("is said in a newer way", "is said in a newer way")]
    public void What_is_particular_to_a_message_stays_in_it(string english, string french)
    {
        Assert.Equal(english, Messages.Say(Language.English, english));
        Assert.Equal(french, Messages.Say(Language.French, english));
    }

    [GeneratedRegex(@"^    [\w.\[\]]+: (.+)$")]
    private static partial Regex Message();

    [GeneratedRegex(@"SheetException\(\s*\$?""([^""]+)""")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\{[^}]*\}+")]
    private static partial Regex Hole();
}
