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
    public void Why_the_log_does_not_sign_has_its_French_one()
    {
        const string damaged = " The database was damaged or changed: see docs/transparency.md.";
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Ledger.Projections/Integration"), "*.cs")
            .Select(File.ReadAllText).ToList();
        var reasons = sources.SelectMany(source => Reason().Matches(source)).Select(match =>
            Hole().Replace(string.Concat(match.Groups[2].Captures.Select(part => part.Value)), "7")
            + (match.Groups[1].Value == "Damaged" ? damaged : "")).ToList();

        Assert.True(reasons.Count > 12, "reasons are found");
        Assert.Equal("", string.Join('\n', reasons.Where(reason => Messages.Find(Language.French, reason) is null)));
        Assert.Equal(
            "Aucune clé de /k n’a encore signé ce journal. Remettez les clés, d’une sauvegarde ou du nœud qui les a faites : a+1, b+2."
            + " Si toutes sont perdues pour de bon, Ledger:Log:AcceptKey=c+3 continue avec celle-ci. Voir docs/transparency.md.",
            Messages.Say(Language.French, "No key in /k has signed this log before. Bring back the keys, from a backup or from the node "
                + "that made them: a+1, b+2. If all of them are lost for good, Ledger:Log:AcceptKey=c+3 goes on with this one."
                + " See docs/transparency.md."));
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
    [InlineData("'sold' may not be posted as miner.", "« sold » ne peut pas être enregistré par qui est miner.")]
    [InlineData("'sold' names coop-7; you record for coop-8.", "« sold » nomme coop-7 ; vous enregistrez pour coop-8.")]
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

    [GeneratedRegex("""throw new Log(Refused|Damaged)Exception\((?:[\s+]*\$?"((?:[^"{]|\{[^}]*\})+)")+\)""")]
    private static partial Regex Reason();

    [GeneratedRegex(@"\{[^}]*\}+")]
    private static partial Regex Hole();
}
