using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Ledger.Rules.Explanations;

/// <summary>Numbers, units, days and typography of each language, whatever the machine is set to.</summary>
public static partial class Spelling
{
    private const string NarrowSpace = "\u202F";

    private static readonly NumberFormatInfo French = new() { NumberGroupSeparator = NarrowSpace, NumberDecimalSeparator = "," };

    private static readonly string[] FrenchMonths =
    [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ];

    /// <summary>By the code a finding carries: of one, and of more.</summary>
    public static FrozenDictionary<string, (Words One, Words Many)> Units { get; } = new Dictionary<string, (Words, Words)>
    {
        ["kg"] = Same(new("kg", "kg")),
        ["km"] = Same(new("km", "km")),
        ["kmh"] = Same(new("km/h", "km/h")),
        ["sigma"] = Same(new("sigma", "sigma")),
        ["percent"] = Same(new("%", "%")),
        ["certificates"] = (new("certificate", "certificat"), new("certificates", "certificats")),
        ["corrections"] = (new("correction", "correction"), new("corrections", "corrections")),
        ["countries"] = (new("country", "pays"), new("countries", "pays")),
        ["days"] = (new("day", "jour"), new("days", "jours")),
        ["finds"] = (new("find", "découverte"), new("finds", "découvertes")),
        ["lots"] = (new("lot", "lot"), new("lots", "lots")),
        ["months"] = (new("month", "mois"), new("months", "mois")),
        ["records"] = (new("record", "enregistrement"), new("records", "enregistrements")),
        ["runs"] = (new("run", "traitement"), new("runs", "traitements")),
        ["sheets"] = (new("sheet", "fiche"), new("sheets", "fiches")),
        ["sites"] = (new("site", "site"), new("sites", "sites")),
        ["tags"] = (new("tag", "étiquette"), new("tags", "étiquettes")),
        ["weighings"] = (new("weighing", "pesée"), new("weighings", "pesées")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>At most three decimals, thousands apart.</summary>
    public static string Number(decimal number, Language language) =>
        number.ToString("#,0.###", language == Language.Fr ? French : CultureInfo.InvariantCulture);

    /// <summary>With its unit in the number it stands in; the code itself where the unit has no words.</summary>
    public static string Quantity(decimal number, string unit, Language language)
    {
        var spelled = Number(number, language);
        if (!Units.TryGetValue(unit, out var words)) return $"{spelled} {unit}";
        var named = (IsOne(number, language) ? words.One : words.Many).In(language);
        return named != "%" ? $"{spelled}\u00A0{named}" : language == Language.Fr ? spelled + NarrowSpace + named : spelled + named;
    }

    /// <summary>12 March 2026, 12 mars 2026.</summary>
    public static string Day(LocalDate day, Language language) => language == Language.Fr
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Day}{(day.Day == 1 ? "er" : "")} {FrenchMonths[day.Month - 1]} {day.Year}")
        : day.ToString("d MMMM uuuu", CultureInfo.InvariantCulture);

    /// <summary>March 2026, mars 2026.</summary>
    public static string Month(YearMonth month, Language language) => language == Language.Fr
        ? string.Create(CultureInfo.InvariantCulture, $"{FrenchMonths[month.Month - 1]} {month.Year}")
        : month.OnDayOfMonth(1).ToString("MMMM uuuu", CultureInfo.InvariantCulture);

    /// <summary>A sentence as it is set: French has a space that does not break before its double signs.</summary>
    public static string Set(string sentence, Language language) => language == Language.Fr
        ? BeforeDoubleSign().Replace(sentence, NarrowSpace) : sentence;

    /// <summary>Whether a noun after that number stands in the singular: in French after nought and everything below two.</summary>
    public static bool IsOne(decimal number, Language language) =>
        language == Language.Fr ? Math.Abs(number) < 2 : number == 1;

    private static (Words, Words) Same(Words words) => (words, words);

    [GeneratedRegex(" (?=[;:?!%»])|(?<=«) ")]
    private static partial Regex BeforeDoubleSign();
}
