using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Ledger.Rules.Explanations;
using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>A language of the pages: its texts, and how it writes numbers, dates and counts.</summary>
public sealed class Language
{
    private readonly FrozenDictionary<string, string> _texts;

    private Language(Rules.Explanations.Language ofRules)
    {
        (OfRules, Code) = (ofRules, Domain.Json.Code<Rules.Explanations.Language>.Name(ofRules));
        _texts = ReadTexts(Code).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static Language English { get; } = new(Rules.Explanations.Language.En);

    public static Language French { get; } = new(Rules.Explanations.Language.Fr);

    public static IReadOnlyList<Language> All { get; } = [English, French];

    /// <summary>ISO 639-1: the first segment of every address, and <c>lang</c> of every page.</summary>
    public string Code { get; }

    /// <summary>The same language where rules explain their findings: numbers and days are spelled as there.</summary>
    public Rules.Explanations.Language OfRules { get; }

    public IReadOnlyCollection<string> Keys => _texts.Keys;

    /// <summary>The text of a key.</summary>
    /// <exception cref="KeyNotFoundException">The catalogue lacks it; a test holds the catalogue against the keys in use.</exception>
    public string this[string key] => _texts[key];

    /// <summary>The text of a key with its places filled.</summary>
    public string With(string key, params string[] values) => string.Format(CultureInfo.InvariantCulture, _texts[key], values);

    /// <summary>A count with its noun, from <c>key.one</c> or <c>key.other</c>.</summary>
    public string Count(string key, long count) =>
        With(key + (Spelling.IsOne(count, OfRules) ? ".one" : ".other"), Number(count));

    /// <summary>The word for a code of a list; the code itself where a newer version has one we cannot name.</summary>
    public string Word(string family, string code) => _texts.GetValueOrDefault($"{family}.{code}", code);

    /// <summary>The text of a key; null where the catalogue has none.</summary>
    public string? Find(string key) => _texts.GetValueOrDefault(key);

    /// <summary>A number with at most 3 decimals.</summary>
    public string Number(decimal number) => Spelling.Number(number, OfRules);

    /// <summary>A mass with its unit; as many decimals as it has.</summary>
    public string Kg(decimal kg) => Spelling.Quantity(kg, "kg", OfRules);

    /// <summary>To a hundredth of a percent.</summary>
    /// <param name="share">0 to 1.</param>
    public string Percent(decimal share) =>
        Spelling.Quantity(decimal.Round(share * 100, 2, MidpointRounding.AwayFromZero), "percent", OfRules);

    /// <summary>A day in words: 2 March 2026, 2 mars 2026.</summary>
    public string Day(LocalDate day) => Spelling.Day(day, OfRules);

    /// <summary>A day in words and the minute.</summary>
    public string Minute(LocalDateTime time) => With("date.minute", Day(time.Date), time.ToString("HH:mm", CultureInfo.InvariantCulture));

    /// <summary>The language a browser prefers, of those there are; English where it says nothing we know.</summary>
    internal static Language LikedBy(HttpContext context) => Reading.Languages.Liked(context) is { } liked
        ? All.First(language => language.OfRules == liked) : English;

    private static Dictionary<string, string> ReadTexts(string code)
    {
        using var resource = typeof(Language).Assembly.GetManifestResourceStream($"texts/{code}.json")!;
        return JsonSerializer.Deserialize(resource, TextsJson.Default.DictionaryStringString)!;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextsJson : System.Text.Json.Serialization.JsonSerializerContext;
