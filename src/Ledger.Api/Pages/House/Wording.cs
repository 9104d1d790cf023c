using Ledger.Rules.Dossiers;

namespace Ledger.Api.Pages.House;

/// <summary>The words for what happened to a lot: those that dossiers use.</summary>
internal static class Wording
{
    /// <summary>At the beginning of a line.</summary>
    public static string Begin(Language language, string code) =>
        DossierWords.Of(code).In(language.OfRules) is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest : code;
}
