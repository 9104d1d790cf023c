using System.Text.RegularExpressions;
using Ledger.Api.Pages.House;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore.Keys;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using Ledger.Testing;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Ledger.Api.Tests.Pages;

public sealed partial class TextTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src/Ledger.Api/Pages");

    private static readonly IReadOnlyList<string> Sources =
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor").Select(File.ReadAllText)];

    [Fact]
    public void Both_languages_have_the_same_keys_and_the_same_places_to_fill()
    {
        Assert.Equal(Language.English.Keys.Order(), Language.French.Keys.Order());
        foreach (var key in Language.English.Keys)
            Assert.Equal((key, Places(Language.English[key])), (key, Places(Language.French[key])));
    }

    [Fact]
    public void Every_key_in_use_is_in_the_catalogue()
    {
        var used = Sources.SelectMany(UsedKeys).Distinct().ToList();

        Assert.True(used.Count > 40, "keys in use are found");
        Assert.Empty(used.Where(key => !key.EndsWith('*')).Except(Language.English.Keys));
        Assert.All(used.Where(key => key.EndsWith('*')), family =>
            Assert.Contains(Language.English.Keys, key => key.StartsWith(family[..^1], StringComparison.Ordinal)));
        Assert.Equal(["a.b", "c.d.*", "e.one", "e.other", "f", "g.*"],
            UsedKeys("""T["a.b"] T[$"c.d.{x}.e"] T.Count("e", 1) language.With("f", 2) T.Word("g", code)""").Order());
    }

    [Fact]
    public void No_text_lies_unused()
    {
        var used = Sources.SelectMany(UsedKeys).ToHashSet();
        var literals = Sources.SelectMany(source => Literal().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();

        var unused = Language.English.Keys.Where(key => !used.Contains(key) && !literals.Contains(key)
            && !used.Any(family => family.EndsWith('*') && key.StartsWith(family[..^1], StringComparison.Ordinal)));
        Assert.Equal("", string.Join(' ', unused));
    }

    [Fact]
    public void Every_code_a_page_words_has_its_word()
    {
        IEnumerable<string> wanted =
        [
            .. Code<Mineral>.All.Select(code => "mineral." + code), .. Code<TagKind>.All.Select(code => "tag-kind." + code),
            .. Code<LotStatus>.All.Select(code => "lot-status." + code), .. Code<WeighingMethod>.All.Select(code => "method." + code),
            .. Code<FindingTier>.All.Select(code => "tier." + code), .. Code<FindingStatus>.All.Select(code => "finding-status." + code),
            .. Code<IncidentState>.All.Select(code => "incident-state." + code),
            .. Sorts.Of<SiteSort>().Select(code => "site-sort." + code), .. Sorts.Of<LotSort>().Select(code => "lot-sort." + code),
            .. Sorts.Of<FindingSort>().Select(code => "finding-sort." + code),
            .. Sorts.Of<IncidentSort>().Select(code => "incident-sort." + code),
            .. Sorts.Of<EventSort>().Select(code => "event-sort." + code), .. Sorts.Of<KeySort>().Select(code => "key-sort." + code),
            .. Sorts.Of<RunSort>().Select(code => "run-sort." + code), .. Sorts.Of<PartySort>().Select(code => "party-sort." + code),
            .. Sorts.Of<SettingSort>().Select(code => "setting-sort." + code),
            .. SettingCatalogue.All.Select(setting => "setting-unit." + setting.Unit),
            .. Code<PublicTagStatus>.All.Select(code => $"tag-check.status.{code}.title"),
            .. Code<PublicTagStatus>.All.Select(code => $"tag-check.status.{code}.says"),
            .. StreamKind().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src/Ledger.Domain/Values/StreamName.cs")))
                .Select(match => "subject." + match.Groups[1].Value),
        ];

        Assert.True(wanted.Count(key => key.StartsWith("subject.", StringComparison.Ordinal)) > 20, "kinds of streams are found");
        Assert.Empty(wanted.Except(Language.English.Keys));
    }

    [Fact]
    public void Each_language_writes_numbers_and_days_its_own_way()
    {
        Assert.Equal(("1,234.5\u00a0kg", "1\u202f234,5\u00a0kg"), (Language.English.Kg(1234.5m), Language.French.Kg(1234.5m)));
        Assert.Equal(("12.5%", "12,5\u202f%"), (Language.English.Percent(0.125m), Language.French.Percent(0.125m)));
        Assert.Equal(("1 August 2026", "1er août 2026"), (
            Language.English.Day(new LocalDate(2026, 8, 1)), Language.French.Day(new LocalDate(2026, 8, 1))));
        Assert.Equal("0 étiquette porte ce numéro", Language.French.Count("tag-check.several", 0));
        Assert.Equal("0 tags carry this number", Language.English.Count("tag-check.several", 0));
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("fr-RW,fr;q=0.9,en;q=0.8", "fr")]
    [InlineData("rw,en;q=0.4,fr;q=0.7", "fr")]
    [InlineData("de", "en")]
    [InlineData(";;q=x,,", "en")]
    public void The_front_door_takes_the_language_the_browser_prefers(string? accepts, string expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = accepts;
        Assert.Equal(expected, Language.LikedBy(context).Code);
    }

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value).Distinct().Order());

    /// <summary>Keys by their text; families, whose end is a code, with a star.</summary>
    private static IEnumerable<string> UsedKeys(string source)
    {
        foreach (Match match in Indexed().Matches(source)) yield return match.Groups[1].Value;
        foreach (Match match in Composed().Matches(source)) yield return match.Groups[1].Value + "*";
        foreach (Match match in Filled().Matches(source)) yield return match.Groups[1].Value;
        foreach (Match match in Worded().Matches(source)) yield return match.Groups[1].Value + ".*";
        foreach (Match match in Counted().Matches(source))
        {
            yield return match.Groups[1].Value + ".one";
            yield return match.Groups[1].Value + ".other";
        }
    }

    [GeneratedRegex("""\$"([a-z-]+):\{""")]
    private static partial Regex StreamKind();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("""(?:T|[lL]anguage|_texts|other)\["([^"]+)"\]""")]
    private static partial Regex Indexed();

    [GeneratedRegex("""\$"([a-z][a-z.-]*\.)\{""")]
    private static partial Regex Composed();

    // An address with a query is no text.
    [GeneratedRegex("""(?<!\bAddress\.)\bWith\("([^"]+)",""")]
    private static partial Regex Filled();

    [GeneratedRegex("""\.Word\("([^"]+)",""")]
    private static partial Regex Worded();

    [GeneratedRegex("""\.Count\("([^"]+)",""")]
    private static partial Regex Counted();

    [GeneratedRegex("\"([a-z][a-z0-9.-]+)\"")]
    private static partial Regex Literal();
}
