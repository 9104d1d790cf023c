using Ledger.Rules.Dossiers;

namespace Ledger.Api.Pages.House;

/// <summary>Words at the beginning of a line.</summary>
internal static class Wording
{
    /// <summary>What happened to a lot, in the words that dossiers use.</summary>
    public static string Begin(Language language, string code) =>
        DossierWords.Of(code).In(language.OfRules) is { Length: > 0 } words ? Begin(words) : code;

    /// <param name="words">At least one sign.</param>
    public static string Begin(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
