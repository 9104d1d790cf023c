using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>A language of the pages: its texts, and how it writes numbers, dates and counts.</summary>
public sealed class Language
{
    private const string NarrowSpace = "\u202f";
    private const string Space = "\u00a0";

    private readonly FrozenDictionary<string, string> _texts;

    // Globalisation is invariant: the two cultures are told here rather than asked of the machine.
    private readonly CultureInfo _culture;

    private Language(string code, NumberFormatInfo numbers)
    {
        Code = code;
        _texts = ReadTexts(code).ToFrozenDictionary(StringComparer.Ordinal);
        _culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        _culture.NumberFormat = numbers;
    }

    public static Language English { get; } = new("en", new() { NumberDecimalSeparator = ".", NumberGroupSeparator = "," });

    public static Language French { get; } = new("fr", new() { NumberDecimalSeparator = ",", NumberGroupSeparator = NarrowSpace });

    public static IReadOnlyList<Language> All { get; } = [English, French];

    /// <summary>ISO 639-1: the first segment of every address, and <c>lang</c> of every page.</summary>
    public string Code { get; }

    /// <summary>The same language where rules explain their findings.</summary>
    public Rules.Explanations.Language OfRules => Domain.Json.Code<Rules.Explanations.Language>.Find(Code)!.Value;

    public IReadOnlyCollection<string> Keys => _texts.Keys;

    /// <summary>The text of a key.</summary>
    /// <exception cref="KeyNotFoundException">The catalogue lacks it; a test holds the catalogue against the keys in use.</exception>
    public string this[string key] => _texts[key];

    /// <summary>The text of a key with its places filled.</summary>
    public string With(string key, params object[] values) => string.Format(_culture, _texts[key], values);

    /// <summary>A count with its noun, from <c>key.one</c> or <c>key.other</c>.</summary>
    public string Count(string key, long count) =>
        With(key + (IsSingular(count) ? ".one" : ".other"), Number(count));

    /// <summary>The word for a code of a list; the code itself where a newer version has one we cannot name.</summary>
    public string Word(string family, string code) => _texts.GetValueOrDefault($"{family}.{code}", code);

    public string Number(decimal number) => number.ToString("N0", _culture);

    /// <summary>A mass with its unit; as many decimals as it has.</summary>
    public string Kg(decimal kg) => kg.ToString("#,##0.###", _culture) + Space + "kg";

    /// <summary>A number with at most 3 decimals.</summary>
    public string Plain(decimal number) => number.ToString("#,##0.###", _culture);

    /// <param name="share">0 to 1.</param>
    public string Percent(decimal share) => (share * 100).ToString("#,##0.##", _culture) + (Code == "fr" ? Space : "") + "%";

    /// <summary>A day in words: 2 March 2026, 2 mars 2026.</summary>
    public string Day(LocalDate day) => With(
        day.Day == 1 ? "date.first" : "date.day", day.Day, _texts[FormattableString.Invariant($"month.{day.Month}")], day.Year);

    /// <summary>A day in words and the minute.</summary>
    public string Minute(LocalDateTime time) => With("date.minute", Day(time.Date), time.ToString("HH:mm", CultureInfo.InvariantCulture));

    /// <summary>The language a browser prefers, of those there are; English where it says nothing we know.</summary>
    internal static Language LikedBy(HttpContext context) => Reading.Languages.Liked(context) is { } liked
        ? All.First(language => language.OfRules == liked) : English;

    // French counts nought as one.
    private bool IsSingular(long count) => count == 1 || (count == 0 && Code == "fr");

    private static Dictionary<string, string> ReadTexts(string code)
    {
        using var resource = typeof(Language).Assembly.GetManifestResourceStream($"texts/{code}.json")!;
        return JsonSerializer.Deserialize(resource, TextsJson.Default.DictionaryStringString)!;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextsJson : System.Text.Json.Serialization.JsonSerializerContext;
