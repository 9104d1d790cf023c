using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>Masses and their balance in words.</summary>
public static class Masses
{
    /// <summary>What is balanced: dry mass, mass as weighed, or an analyte.</summary>
    /// <param name="language">In which words.</param>
    /// <param name="code">dry, wet, or the analyte's name.</param>
    public static string Matter(this Language language, string code) => code switch
    {
        "dry" => language["matter.dry"],
        "wet" => language["matter.wet"],
        _ => language.With("matter.contained", code),
    };

    /// <summary>A difference: with its sign, also where it is more.</summary>
    public static string Signed(this Language language, decimal number) => number switch
    {
        > 0 => "+" + language.Number(number),
        < 0 => "\u2212" + language.Number(-number),
        _ => language.Number(0),
    };

    /// <summary>The same in kilograms.</summary>
    public static string SignedKg(this Language language, decimal kg) => kg switch
    {
        > 0 => "+" + language.Kg(kg),
        < 0 => "\u2212" + language.Kg(-kg),
        _ => language.Kg(0),
    };

    /// <summary>March 2026, mars 2026.</summary>
    public static string Month(this Language language, LocalDate day) =>
        Rules.Explanations.Spelling.Month(day.ToYearMonth(), language.OfRules);
}
