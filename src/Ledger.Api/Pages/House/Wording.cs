using Ledger.Rules.Dossiers;

namespace Ledger.Api.Pages.House;

/// <summary>The words for codes of events, rules and explanations: those that dossiers use.</summary>
internal static class Wording
{
    public static string Of(Language language, string code)
    {
        var words = DossierWords.Of(code);
        return language == Language.French ? words.French : words.English;
    }

    /// <summary>The same at the beginning of a line.</summary>
    public static string Begin(Language language, string code) =>
        Of(language, code) is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest : code;
}
