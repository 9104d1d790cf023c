using Ledger.Rules.Dossiers;

namespace Ledger.Api.Pages.House;

/// <summary>Words at the beginning of a line, and lines of their own.</summary>
internal static class Wording
{
    /// <summary>What happened to a lot, in the words that dossiers use.</summary>
    public static string Begin(Language language, string code) =>
        DossierWords.Of(code).In(language.OfRules) is { Length: > 0 } words ? Begin(words) : code;

    /// <summary>What the API says is wrong, in the reader's language.</summary>
    public static string Sentence(Language language, string message) => Begin(Messages.Say(language, message)) + ".";

    /// <param name="words">At least one sign.</param>
    public static string Begin(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
