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
    public static string Signed(this Language language, decimal number) => WithSign(number, language.Number);

    /// <summary>The same in kilograms.</summary>
    public static string SignedKg(this Language language, decimal kg) => WithSign(kg, language.Kg);

    /// <summary>The same as a share, to a hundredth of a percent.</summary>
    /// <param name="share">-1 to 1.</param>
    public static string SignedPercent(this Language language, decimal share) => WithSign(share, language.Percent);

    private static string WithSign(decimal number, Func<decimal, string> written) => number switch
    {
        > 0 => "+" + written(number),
        < 0 => "\u2212" + written(-number),
        _ => written(0),
    };

    /// <summary>March 2026, mars 2026.</summary>
    public static string Month(this Language language, LocalDate day) =>
        Rules.Explanations.Spelling.Month(day.ToYearMonth(), language.OfRules);
}
